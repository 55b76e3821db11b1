import { ParsedRequest } from '../http';
import { formatNumber } from './formatNumber';
import { joinAlternatives } from './labelFilters';
import { QueryContext } from './metricsql/EvalContext';
import { evaluateQuery } from './metricsql/evaluate';
import { MetricsQueryError } from './metricsql/MetricsQueryError';
import { parseMetricsQuery } from './metricsql/parser';
import { Duration, Expr, RollupExpr, SelectorExpr } from './metricsql/types';
import {
  booleanArgument,
  durationArgument,
  enforcedFilters,
  timeArgument,
  timeoutArgument,
} from './requestArguments';
import { VictoriaMetricsFlags } from './VictoriaMetricsFlags';
import {
  DEFAULT_STEP_MS,
  QueryDeps,
  QueryAnswer,
  sortedLabels,
  success,
} from './queryAnswers';
import { evaluateRange } from './evaluateRange';

/** Serves `/api/v1/query`. */
export function answerInstantQuery(
  request: ParsedRequest,
  deps: QueryDeps,
): QueryAnswer {
  const { form } = request;
  const now = deps.clock.now();
  const query = queryArgument(form);
  const time = timeArgument(form, 'time', now, now);
  const lookbackMs = durationArgument(
    form,
    'max_lookback',
    deps.flags.maxLookbackMs,
  );
  const step = durationArgument(form, 'step', lookbackMs) || DEFAULT_STEP_MS;
  checkLength(query, deps.flags);
  const context = createContext(request, deps, {
    start: time,
    end: time,
    step,
    lookbackMs,
  });
  const rollup = topLevelRollup(query);
  if (rollup && rollup.expr.kind === 'selector' && !rollup.subquery) {
    return rawSamples(rollup, rollup.expr, context);
  }
  if (rollup) {
    return rangeOverRollup(rollup, context, request, deps);
  }
  const offset = durationArgument(
    form,
    'latency_offset',
    deps.flags.latencyOffsetMs,
  );
  const hidden =
    !booleanArgument(form, 'nocache') && Math.abs(now - time) < offset;
  const at = hidden ? now - offset : time;
  const series = named(
    `error when executing query=${JSON.stringify(
      query,
    )} for (time=${at}, step=${step})`,
    () => evaluateQuery(query, { ...context, start: at, end: at }),
  );
  const result = series.map(({ labels, values }) => ({
    metric: sortedLabels(labels),
    value: [time / 1000, formatNumber(values[0])],
  }));
  return success('vector', result, context);
}

/** Serves `/api/v1/query_range`. */
export function answerRangeQuery(
  request: ParsedRequest,
  deps: QueryDeps,
): QueryAnswer {
  const { form } = request;
  const now = deps.clock.now();
  const query = queryArgument(form);
  const start = timeArgument(form, 'start', now - DEFAULT_STEP_MS, now);
  const end = timeArgument(form, 'end', now, now);
  const step = durationArgument(form, 'step', DEFAULT_STEP_MS);
  const lookbackMs = durationArgument(
    form,
    'max_lookback',
    deps.flags.maxLookbackMs,
  );
  const context = createContext(request, deps, {
    start,
    end,
    step,
    lookbackMs,
  });
  return named(
    `error when executing query=${JSON.stringify(
      query,
    )} on the time range (start=${start}, end=${end}, step=${step})`,
    () => {
      checkLength(query, deps.flags);
      return evaluateRange(query, context, request, deps);
    },
  );
}

/** `metric[5m]` answers the samples themselves. */
function rawSamples(
  rollup: RollupExpr,
  selector: SelectorExpr,
  context: QueryContext,
): QueryAnswer {
  const window = rollup.window ? toMs(rollup.window, context.step) : 0;
  const end =
    context.end - (rollup.offset ? toMs(rollup.offset, context.step) : 0);
  const alternatives = joinAlternatives(
    selector.alternatives,
    context.enforced,
  );
  const result = context.store
    .search(alternatives, end - window + 1, end)
    .map(({ labels, samples }) => {
      const { times, values } = samples.slice(end - window, end);
      return {
        metric: labels,
        values: Array.from(times, (time, i) => [
          time / 1000,
          formatNumber(values[i]),
        ]),
      };
    });
  const data = { resultType: 'matrix', result };
  return { body: JSON.stringify({ status: 'success', data }), stream: true };
}

/** `expr[1h:5m]` answers a range query over the inner expression. */
function rangeOverRollup(
  rollup: RollupExpr,
  context: QueryContext,
  request: ParsedRequest,
  deps: QueryDeps,
): QueryAnswer {
  const step = (rollup.step && toMs(rollup.step, context.step)) || context.step;
  const end = context.end - (rollup.offset ? toMs(rollup.offset, step) : 0);
  const start = end - (rollup.window ? toMs(rollup.window, step) : 0);
  const query = rollup.expr.text;
  return named(
    `error when executing query=${JSON.stringify(
      query,
    )} on the time range (start=${start}, end=${end}, step=${step})`,
    () => evaluateRange(query, { ...context, start, end, step }, request, deps),
  );
}

function topLevelRollup(query: string): RollupExpr | undefined {
  let expr: Expr;
  try {
    expr = parseMetricsQuery(query);
  } catch {
    return undefined; // Evaluating it will say what is wrong, with the query's name in front.
  }
  return expr.kind === 'rollup' && !expr.at && (expr.window || expr.subquery)
    ? expr
    : undefined;
}

function createContext(
  request: ParsedRequest,
  { store, clock, flags }: QueryDeps,
  grid: { start: number; end: number; step: number; lookbackMs: number },
): QueryContext {
  const limitMs = timeoutArgument(request.form, flags.maxQueryDurationMs);
  const deadline = performance.now() + limitMs;
  return {
    ...grid,
    store,
    now: clock.now(),
    enforced: enforcedFilters(request),
    maxSeries: flags.maxSeries,
    stats: { seriesFetched: 0 },
    checkDeadline() {
      if (performance.now() > deadline) {
        throw new MetricsQueryError(
          `timeout exceeded during query execution: ${
            limitMs / 1000
          } seconds; the timeout can be adjusted with \`-search.maxQueryDuration\` command-line flag`,
        );
      }
      if (request.signal.aborted)
        throw new MetricsQueryError('the client went away');
    },
  };
}

function queryArgument(form: URLSearchParams): string {
  const query = form.get('query');
  if (!query) throw new MetricsQueryError('missing `query` arg');
  return query;
}

function checkLength(query: string, flags: VictoriaMetricsFlags): void {
  const bytes = Buffer.byteLength(query);
  if (bytes > flags.maxQueryBytes) {
    throw new MetricsQueryError(
      `too long query; got ${bytes} bytes; mustn't exceed \`-search.maxQueryLen=${flags.maxQueryBytes}\` bytes`,
    );
  }
}

function named<T>(prefix: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof MetricsQueryError) || error.bare) throw error;
    throw new MetricsQueryError(`${prefix}: ${error.message}`);
  }
}

function toMs({ ms, steps }: Duration, step: number): number {
  return ms + steps * step;
}
