import {
  ChartSeries,
  MetricPanel,
  SeriesAnomaly,
} from '@internal/plugin-observability-common';
import {
  MetricSeries,
  ObservabilityService,
} from '@internal/plugin-observability-node';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { setImmediate } from 'node:timers/promises';
import { toInfo } from './catalogue';
import { judgeSeries } from './judgeSeries';
import { rateSecondsOf, stepOf, withBaseline } from './steps';
import { Panel, PanelPart } from './types';

/** Lines of one part that a chart can show; the largest are kept. */
const MAX_SERIES = 30;

/** What a panel is asked about, and by whom. @internal */
export type PanelQuestion = {
  panel: Panel;
  subject: { cluster: string; namespace: string; service: string };
  scope: TenantScope;
  window: { from: Date; to: Date };
  observability: ObservabilityService;
  signal: AbortSignal;
  /** Queries of the panel at once. Default: all of them. */
  concurrency?: 1;
};

/** A part of a panel with its answer, from before the window on, and what is unusual in it. @internal */
export type JudgedPart = {
  query: string;
  series: ChartSeries[];
  anomalies: SeriesAnomaly[];
  truncated: boolean;
};

/** Series of a panel over the window, with what is unusual in them. @internal */
export async function loadPanel(question: PanelQuestion): Promise<MetricPanel> {
  const { panel, window } = question;
  const parts = await judgePanel(question);
  const speaking = parts.filter(({ series }) => series.length > 0);
  return {
    panel: toInfo(panel),
    // A protocol that the workload does not speak says nothing, and neither does its query.
    queries: (speaking.length > 0 ? speaking : parts).map(({ query }) => query),
    stepSeconds: stepOf(window),
    series: speaking
      .flatMap(({ series }) => series)
      .map(series => clip(series, +window.from / 1_000))
      .filter(({ points }) => points.length > 0),
    anomalies: parts.flatMap(({ anomalies }) => anomalies),
    truncated: parts.some(({ truncated }) => truncated),
  };
}

/** Asks for every part of a panel and judges its series. @internal */
export async function judgePanel(
  question: PanelQuestion,
): Promise<JudgedPart[]> {
  const { panel, subject, scope, window, observability, signal } = question;
  const { cluster, namespace, service } = subject;
  const store = observability.metrics(cluster);
  const stepSeconds = stepOf(window);
  const parts = panel.parts({
    names: observability.vocabulary(cluster).metrics,
    namespace,
    service,
    rateSeconds: rateSecondsOf(stepSeconds),
  });
  const ask = async (part: PanelPart) => {
    const { series, truncated } = await store.queryRange({
      scope,
      query: part.query,
      window: withBaseline(window, stepSeconds),
      stepSeconds,
      signal,
    });
    const named = nameSeries(part, series);
    return { part, ...named, truncated: truncated || named.cut };
  };
  const asked: Array<Awaited<ReturnType<typeof ask>>> = [];
  if (question.concurrency === 1) {
    for (const part of parts) asked.push(await ask(part));
  } else {
    asked.push(...(await Promise.all(parts.map(ask))));
  }
  const limit = asked
    .find(({ part }) => part.name === 'limit')
    ?.series[0]?.points.at(-1)?.[1];
  const judged: JudgedPart[] = [];
  for (const { part, series, truncated } of asked) {
    const anomalies: SeriesAnomaly[] = [];
    for (const one of part.reference ? [] : series) {
      anomalies.push(
        ...judgeSeries(one, { panel, stepSeconds, now: window.to, limit }),
      );
      // A long series takes some milliseconds, in which nobody else is served.
      await setImmediate();
    }
    judged.push({
      query: part.query,
      series,
      truncated,
      anomalies: anomalies.filter(
        ({ to }) => !to || Date.parse(to) > +window.from,
      ),
    });
  }
  return judged;
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
