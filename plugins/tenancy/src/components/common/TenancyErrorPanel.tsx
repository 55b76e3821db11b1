import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ErrorPanel } from '@internal/page-kit';
import { ComponentProps } from 'react';
import { rootRouteRef } from '../../routes';

/** An error of this plugin's API; who was denied is shown the way to what is theirs. */
export function TenancyErrorPanel(
  props: Omit<ComponentProps<typeof ErrorPanel>, 'accessHref'>,
) {
  const myAccess = useRouteRef(rootRouteRef);
  return <ErrorPanel {...props} accessHref={myAccess?.()} />;
}
