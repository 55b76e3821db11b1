import { LogFilter } from '@internal/plugin-observability-common';
import {
  LogRecord,
  LogStore,
  ObservabilityService,
} from '@internal/plugin-observability-node';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { LogLine } from '@internal/plugin-observability-common';
import { ReadableTarget } from '../access/TelemetryAccess';
import { WorkloadLines } from './WorkloadLines';

type Window = { from: Date; to: Date };

/** A question to a log store, ready to be asked. @internal */
export type LogQuestion = {
  store: LogStore;
  scope: TenantScope;
  /** As it runs, and as the answer names it. */
  query: string;
  /** What narrows a query that the caller wrote, which is shown as it is. */
  filter?: LogFilter;
  window: Window;
  levelField: string;
  signal: AbortSignal;
};

/**
 * The text that runs: that of the caller when they wrote one, which the namespace
 * confines and a filter beside it narrows, else the workload's lines narrowed by
 * the chips.
 * @internal
 */
export async function toLogQuestion(options: {
  target: ReadableTarget;
  request: { window: Window; filter?: LogFilter; query?: string };
  observability: ObservabilityService;
  lines: WorkloadLines;
  signal: AbortSignal;
}): Promise<LogQuestion> {
  const { target, request, observability, lines, signal } = options;
  const store = observability.logs(target.cluster);
  const query =
    request.query ??
    store.compose(
      join(
        await lines.filterFor(target, request.window, signal),
        request.filter ?? {},
      ),
    );
  return {
    store,
    scope: target.scope,
    query,
    ...(request.query !== undefined &&
      request.filter && { filter: request.filter }),
    window: request.window,
    levelField: observability.vocabulary(target.cluster).logs.level,
    signal,
  };
}

/** What both filters find. @internal */
export function join(workload: LogFilter, chips: LogFilter): LogFilter {
  return {
    ...chips,
    fields: [...(workload.fields ?? []), ...(chips.fields ?? [])],
  };
}

/** A record as pages get it. @internal */
export function toLine(record: LogRecord): LogLine {
  const { time, message, level, pod, container, traceId, fields } = record;
  return {
    time,
    message,
    ...(level && { level }),
    ...(pod && { pod }),
    ...(container && { container }),
    ...(traceId && { traceId }),
    fields,
  };
}
