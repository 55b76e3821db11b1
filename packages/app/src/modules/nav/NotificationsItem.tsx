import { SidebarItem, useSidebarOpenState } from '@backstage/core-components';
import {
  NotificationsRenderItemProps,
  NotificationsSidebarItem,
} from '@backstage/plugin-notifications';
import { VisuallyHidden } from '@backstage/ui';
import { RiNotification3Line } from '@remixicon/react';
import styles from './NotificationsItem.module.css';

const MAX_SHOWN = 99;
const Icon = () => <RiNotification3Line />;

/**
 * How many notifications are unread. The stock item puts a list of tags inside its
 * link, and the link's name leaves the number out.
 */
export function NotificationsItem() {
  return <NotificationsSidebarItem renderItem={props => <Item {...props} />} />;
}

function Item(props: NotificationsRenderItemProps) {
  const { unreadCount, to, onClick } = props;
  const { isOpen } = useSidebarOpenState();
  const shown = unreadCount > MAX_SHOWN ? `${MAX_SHOWN}+` : String(unreadCount);
  // While the sidebar is closed there is only the icon; else the text is the name.
  const closedName =
    unreadCount > 0 ? `Notifications, ${shown} unread` : 'Notifications';
  return (
    <SidebarItem
      icon={Icon}
      to={to}
      text="Notifications"
      onClick={onClick}
      hasNotifications={!isOpen && unreadCount > 0}
      aria-label={isOpen ? undefined : closedName}
    >
      {unreadCount > 0 && (
        <span className={styles.count}>
          {shown}
          <VisuallyHidden> unread</VisuallyHidden>
        </span>
      )}
    </SidebarItem>
  );
}
