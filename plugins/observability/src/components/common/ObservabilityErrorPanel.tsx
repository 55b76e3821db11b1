import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ErrorPanel } from '@internal/page-kit';
import { TargetRef } from '@internal/plugin-observability-common';
import { ComponentProps } from 'react';
import { myAccessRouteRef } from '../../routes';

/** An error of this plugin's API; who was denied is shown the way to what is theirs. */
export function ObservabilityErrorPanel(
  props: Omit<
    ComponentProps<typeof ErrorPanel>,
    'explanations' | 'accessHref'
  > & {
    /** What it is about, where that is known: My access explains it at once. */
    target?: TargetRef;
  },
) {
  const { target, ...rest } = props;
  const myAccess = useRouteRef(myAccessRouteRef)?.();
  const check =
    target?.cluster &&
    target.namespace &&
    `${target.cluster}/${target.namespace}`;
  return (
    <ErrorPanel
      {...rest}
      accessHref={
        myAccess && check
          ? `${myAccess}?${new URLSearchParams({ check })}`
          : myAccess
      }
    />
  );
}
