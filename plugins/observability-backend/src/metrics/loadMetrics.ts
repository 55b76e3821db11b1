import {
  ChartSeries,
  MetricNames,
  MetricQueryAnswer,
} from '@internal/plugin-observability-common';
import {
  MetricStore,
  ObservabilityService,
} from '@internal/plugin-observability-node';
import { ReadableTarget } from '../access/TelemetryAccess';
import { boundedStep } from './steps';

type Window = { from: Date; to: Date };
type Question = {
  target: ReadableTarget;
  observability: ObservabilityService;
  window: Window;
  signal: AbortSignal;
};

/** Series of a caller's own expression that are sent. */
const MAX_SERIES = 100;
/** Points of all of them together; a chart can draw that many. */
const MAX_POINTS = 50_000;
const MAX_NAMES = 2_000;

/** The caller's own expression over a window. @internal */
export async function loadQuery(
  options: Question & { query: string; stepSeconds?: number },
): Promise<MetricQueryAnswer> {
  const { target, observability, query, window, signal } = options;
  const stepSeconds = boundedStep(window, options.stepSeconds);
  const store: MetricStore = observability.metrics(target.cluster);
  const { series, truncated } = await store.queryRange({
    scope: target.scope,
    query,
    window,
    stepSeconds,
    signal,
  });
  const kept: ChartSeries[] = [];
  let points = 0;
  for (const one of series) {
    points += one.points.length;
    if (kept.length >= MAX_SERIES || points > MAX_POINTS) break;
    kept.push({ ...one, name: nameOf(one.labels) });
  }
  return {
    query,
    stepSeconds,
    series: kept,
    truncated: truncated || kept.length < series.length,
  };
}

/** Names of metrics, or values of a label, for completion. @internal */
export async function loadNames(
  options: Question & { label?: string },
): Promise<MetricNames> {
  const { target, observability, window, signal } = options;
  const { values, truncated } = await observability
    .metrics(target.cluster)
    .labelValues({
      scope: target.scope,
      label: options.label ?? '__name__',
      window,
      limit: MAX_NAMES,
      signal,
    });
  return { names: values, truncated };
}

/** `metric{a="b"}`, as people write it. */
function nameOf({ __name__ = '', ...labels }: Record<string, string>): string {
  const pairs = Object.entries(labels).map(
    ([label, value]) => `${label}=${JSON.stringify(value)}`,
  );
  return pairs.length > 0
    ? `${__name__}{${pairs.join(', ')}}`
    : __name__ || 'value';
}
