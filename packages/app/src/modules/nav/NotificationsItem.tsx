import { SidebarItem } from '@backstage/core-components';
import { NotificationsSidebarItem } from '@backstage/plugin-notifications';
import { RiNotification3Line } from '@remixicon/react';
import styles from './NotificationsItem.module.css';

const MAX_SHOWN = 99;
const Icon = () => <RiNotification3Line />;

/**
 * How many notifications are unread. The stock item puts a list of tags inside its
 * link, and the link's name leaves the number out.
 */
export function NotificationsItem() {
  return (
    <NotificationsSidebarItem
      renderItem={({ unreadCount, to, onClick }) => {
        const shown =
          unreadCount > MAX_SHOWN ? `${MAX_SHOWN}+` : String(unreadCount);
        return (
          <SidebarItem
            icon={Icon}
            to={to}
            text="Notifications"
            onClick={onClick}
            aria-label={
              unreadCount > 0
                ? `Notifications ${shown} unread`
                : 'Notifications'
            }
          >
            {unreadCount > 0 && <span className={styles.count}>{shown}</span>}
          </SidebarItem>
        );
      }}
    />
  );
}
