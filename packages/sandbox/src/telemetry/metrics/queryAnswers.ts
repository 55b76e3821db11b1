import { Clock } from '../../types';
import { MemoryMetricStore } from './MemoryMetricStore';
import { QueryContext } from './metricsql/EvalContext';
import { Labels } from './metricsql/series';
import { VictoriaMetricsFlags } from './VictoriaMetricsFlags';

/** The step of a query that names none; also how far back a range reaches then. */
export const DEFAULT_STEP_MS = 5 * 60 * 1000;

export interface QueryDeps {
  store: MemoryMetricStore;
  clock: Clock;
  flags: VictoriaMetricsFlags;
}

/** A successful answer. `stream` marks the content type of exported samples. */
export interface QueryAnswer {
  body: string;
  stream?: boolean;
}

/** Labels are written by name, which puts `__name__` before lower-case ones. */
export function sortedLabels(labels: Labels): Labels {
  return Object.fromEntries(
    Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

export function success(
  resultType: string,
  result: unknown[],
  context: QueryContext,
): QueryAnswer {
  const data = JSON.stringify({ resultType, result });
  const stats = `{"seriesFetched": "${context.stats.seriesFetched}","executionTimeMsec":0}`;
  return { body: `{"status":"success","data":${data},"stats":${stats}}` };
}
