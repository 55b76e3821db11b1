import {
  ChartSeries,
  MetricPanel,
} from '@internal/plugin-observability-common';
import {
  MetricSeries,
  ObservabilityService,
} from '@internal/plugin-observability-node';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { toInfo } from './catalogue';
import { judgeSeries } from './judgeSeries';
import { rateSecondsOf, stepOf, withBaseline } from './steps';
import { Panel, PanelPart } from './types';

/** Lines of one part that a chart can show; the largest are kept. */
const MAX_SERIES = 30;

/** Series of a panel over the window, with what is unusual in them. @internal */
export async function loadPanel(options: {
  panel: Panel;
  subject: { cluster: string; namespace: string; service: string };
  scope: TenantScope;
  window: { from: Date; to: Date };
  observability: ObservabilityService;
  signal: AbortSignal;
}): Promise<MetricPanel> {
  const { panel, subject, scope, window, observability, signal } = options;
  const { cluster, namespace, service } = subject;
  const store = observability.metrics(cluster);
  const stepSeconds = stepOf(window);
  const parts = panel.parts({
    names: observability.vocabulary(cluster).metrics,
    namespace,
    service,
    rateSeconds: rateSecondsOf(stepSeconds),
  });
  const asked = await Promise.all(
    parts.map(async part => {
      const { series, truncated } = await store.queryRange({
        scope,
        query: part.query,
        window: withBaseline(window, stepSeconds),
        stepSeconds,
        signal,
      });
      return { part, ...nameSeries(part, series), truncated };
    }),
  );
  const all = asked.flatMap(({ part, series }) =>
    series.map(one => ({ part, one })),
  );
  const limit = all
    .find(({ part }) => part.name === 'limit')
    ?.one.points.at(-1);
  const anomalies = all
    .filter(({ part }) => !part.reference)
    .flatMap(({ one }) =>
      judgeSeries(one, {
        panel,
        stepSeconds,
        now: window.to,
        ...(limit && { limit: limit[1] }),
      }),
    )
    .filter(({ to }) => to === undefined || Date.parse(to) > +window.from);
  return {
    panel: toInfo(panel),
    // A protocol that the workload does not speak says nothing, and neither does its query.
    queries: asked
      .filter(({ series }, _, every) => series.length > 0 || every.length === 1)
      .map(({ part }) => part.query),
    stepSeconds,
    series: all
      .map(({ one }) => clip(one, +window.from / 1_000))
      .filter(({ points }) => points.length > 0),
    anomalies,
    truncated: asked.some(({ truncated, cut }) => truncated || cut),
  };
}

/** Series of a part by name, the largest first when there are too many. @internal */
export function nameSeries(
  part: Pick<PanelPart, 'name'>,
  found: MetricSeries[],
): { series: ChartSeries[]; cut: boolean } {
  const { name } = part;
  const series = found.map(({ labels, points }) => ({
    name: typeof name === 'string' ? name : name(labels),
    labels,
    points,
  }));
  if (series.length <= MAX_SERIES) {
    return { series, cut: false };
  }
  const peak = ({ points }: ChartSeries) =>
    points.reduce((most, [, value]) => Math.max(most, value), -Infinity);
  return {
    series: series.sort((a, b) => peak(b) - peak(a)).slice(0, MAX_SERIES),
    cut: true,
  };
}

function clip(series: ChartSeries, from: number): ChartSeries {
  return { ...series, points: series.points.filter(([time]) => time >= from) };
}
