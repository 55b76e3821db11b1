import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ErrorPanel } from '@internal/page-kit';
import { ComponentProps } from 'react';
import { rcaExplanations } from '../../lib/explanations';
import { myAccessRouteRef } from '../../routes';

/** An error of this plugin's API; who was denied is shown the way to what is theirs. */
export function RcaErrorPanel(
  props: Omit<ComponentProps<typeof ErrorPanel>, 'explanations' | 'accessHref'>,
) {
  const myAccess = useRouteRef(myAccessRouteRef);
  return (
    <ErrorPanel
      {...props}
      explanations={rcaExplanations}
      accessHref={myAccess?.()}
    />
  );
}
