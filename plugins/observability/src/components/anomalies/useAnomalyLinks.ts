import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { Anomaly } from '@internal/plugin-observability-common';

/** What was before and after is seen as well. */
const MARGIN_MS = 30 * 60_000;
const MAX_WINDOW_MS = 24 * 3_600_000;

/** Where to look next, each at the time of the anomaly; nothing where no entity is known. */
export function useAnomalyLinks(
  anomaly: Anomaly,
): Array<{ href: string; word: string }> {
  const entityRoute = useRouteRef(entityRouteRef);
  if (!anomaly.entityRef || !entityRoute) {
    return [];
  }
  const page = entityRoute(parseEntityRef(anomaly.entityRef));
  const from = Date.parse(anomaly.onset) - MARGIN_MS;
  const end = Date.parse(anomaly.endedAt ?? anomaly.lastSeenAt) + MARGIN_MS;
  const to = Math.min(end, from + MAX_WINDOW_MS, Date.now());
  const search = new URLSearchParams({
    from: new Date(from).toISOString(),
    to: new Date(Math.max(to, from + MARGIN_MS)).toISOString(),
    cluster: anomaly.cluster,
    namespace: anomaly.namespace,
  });
  return [
    anomaly.signal === 'log'
      ? { href: `${page}/logs?${search}`, word: 'Logs at that time' }
      : { href: `${page}/metrics?${search}`, word: 'Metrics at that time' },
    { href: `${page}/root-cause`, word: 'Find the root cause' },
  ];
}
