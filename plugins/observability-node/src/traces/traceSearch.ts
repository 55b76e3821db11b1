import { Trace, TraceSpan } from '@internal/plugin-observability-common';
import { TraceStore } from '../TraceStore';
import { assertLimit, assertWindow } from '../validation';
import { InputError } from '@backstage/errors';

/** @internal */
export type TraceSearch = Parameters<TraceStore['search']>[0];

const MAX_TRACES = 200;
const MAX_NAME_CHARS = 1_024;
const MAX_DURATION_MS = 24 * 60 * 60_000;

/** @throws InputError @internal */
export function assertTraceSearch(search: TraceSearch): void {
  assertWindow(search.window);
  assertLimit(search.limit, MAX_TRACES);
  assertName('service', search.service);
  if (search.operation !== undefined) {
    assertName('operation', search.operation);
  }
  const { minDuration } = search;
  if (
    minDuration !== undefined &&
    !(minDuration >= 0 && minDuration <= MAX_DURATION_MS)
  ) {
    throw new InputError(
      `Invalid minimum duration '${minDuration}', must be from 0 to ${MAX_DURATION_MS} milliseconds`,
    );
  }
}

function assertName(kind: string, name: string): void {
  if (!name || name.length > MAX_NAME_CHARS) {
    throw new InputError(
      `Invalid ${kind}, must have 1 to ${MAX_NAME_CHARS} characters`,
    );
  }
}

/**
 * Whether one visible span of the trace is what was searched. Stores find spans
 * by what an application can write, and by hidden spans as well.
 * @internal
 */
export function answersSearch(trace: Trace, search: TraceSearch): boolean {
  return trace.spans.some(span => isSearched(span, search));
}

function isSearched(span: TraceSpan, search: TraceSearch): boolean {
  return (
    span.service === search.service &&
    (search.operation === undefined || span.operation === search.operation) &&
    span.durationMs >= (search.minDuration ?? 0) &&
    (!search.onlyErrors || span.failed)
  );
}

/**
 * One list of what several searches found: each trace once, newest first, no
 * more than the limit.
 * @internal
 */
export function mergeTraces(
  found: Trace[],
  search: TraceSearch,
): { traces: Trace[]; truncated: boolean } {
  const byId = new Map(found.map(trace => [trace.traceId, trace]));
  const traces = [...byId.values()]
    .filter(trace => answersSearch(trace, search))
    .sort((a, b) => Date.parse(b.start) - Date.parse(a.start));
  return {
    traces: traces.slice(0, search.limit),
    truncated: traces.length > search.limit,
  };
}

/** Names of what the service does, sorted, as far as the traces show them. @internal */
export function operationsOf(traces: Trace[], service: string): string[] {
  const names = traces.flatMap(trace =>
    trace.spans
      .filter(span => span.service === service)
      .map(span => span.operation),
  );
  return [...new Set(names)].sort();
}
