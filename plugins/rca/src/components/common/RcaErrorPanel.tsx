import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ErrorPanel } from '@internal/page-kit';
import { ComponentProps } from 'react';
import { rcaExplanations } from '../../lib/explanations';
import { myAccessRouteRef } from '../../routes';

/** An error of this plugin's API; who was denied is shown the way to what is theirs. */
export function RcaErrorPanel(
  props: Omit<
    ComponentProps<typeof ErrorPanel>,
    'explanations' | 'accessHref'
  > & {
    /** What it is about, where that is known: My access explains it at once. */
    namespace?: { cluster: string; namespace: string };
  },
) {
  const { namespace, ...rest } = props;
  const myAccess = useRouteRef(myAccessRouteRef)?.();
  const check = namespace && `${namespace.cluster}/${namespace.namespace}`;
  return (
    <ErrorPanel
      {...rest}
      explanations={rcaExplanations}
      accessHref={
        myAccess && check
          ? `${myAccess}?${new URLSearchParams({ check })}`
          : myAccess
      }
    />
  );
}
