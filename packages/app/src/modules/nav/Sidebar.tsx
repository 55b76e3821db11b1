import {
  Sidebar,
  SidebarDivider,
  SidebarGroup,
  SidebarItem,
  SidebarScrollWrapper,
  SidebarSpace,
} from '@backstage/core-components';
import { NavContentBlueprint } from '@backstage/plugin-app-react';
import { SidebarSearchModal } from '@backstage/plugin-search';
import { RequirePermission } from '@backstage/plugin-permission-react';
import { UserSettingsSignInAvatar } from '@backstage/plugin-user-settings';
import { namespaceListPermission } from '@internal/plugin-tenancy-common';
import MenuIcon from '@material-ui/icons/Menu';
import SearchIcon from '@material-ui/icons/Search';
import { NotificationsItem } from './NotificationsItem';
import { SidebarLogo } from './SidebarLogo';

/** What on-call people need first, then the rest of the plugins by name. */
export const SidebarContent = NavContentBlueprint.make({
  params: {
    component: ({ navItems }) => {
      const nav = navItems.withComponent(item => (
        <SidebarItem icon={() => item.icon} to={item.href} text={item.title} />
      ));

      // Search is the dialog above; the graph is on each entity's page.
      nav.take('page:search');
      nav.take('page:catalog-graph');
      // Its item below shows how many are unread.
      nav.take('page:notifications');

      return (
        <Sidebar>
          <SidebarLogo />
          <SidebarGroup label="Search" icon={<SearchIcon />} to="/search">
            <SidebarSearchModal />
          </SidebarGroup>
          <SidebarDivider />
          <SidebarGroup label="Menu" icon={<MenuIcon />}>
            {nav.take('page:catalog')}
            {nav.take('page:rca')}
            {nav.take('page:scaffolder')}
            {nav.take('page:tenancy')}
            <RequirePermission
              permission={namespaceListPermission}
              errorPage={<></>}
            >
              {nav.take('page:tenancy/namespaces')}
            </RequirePermission>
            <SidebarDivider />
            <SidebarScrollWrapper>
              {nav.rest({ sortBy: 'title' })}
            </SidebarScrollWrapper>
          </SidebarGroup>
          <SidebarSpace />
          <SidebarDivider />
          <NotificationsItem />
          <SidebarDivider />
          <SidebarGroup
            label="Settings"
            icon={<UserSettingsSignInAvatar />}
            to="/settings"
          >
            {nav.take('page:user-settings')}
          </SidebarGroup>
        </Sidebar>
      );
    },
  },
});
