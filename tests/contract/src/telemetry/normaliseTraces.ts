import { BASE_MS } from './targets';
import type { TraceNames } from './traceRequests';

type Tag = { key: string; value: unknown };
type SpanJson = {
  spanID: string;
  startTime: number;
  operationName: string;
  processID: string;
  references: Array<{ spanID: string }>;
  tags: Tag[];
};
type TraceJson = {
  traceID: string;
  spans: SpanJson[];
  processes: Record<string, unknown>;
};

/**
 * An answer of the traces API without what may differ: names of the run, the time of its data, ids
 * of spans and processes, and orders on which clients may not rely. `brief` leaves out what is in the
 * traces.
 */
export function normaliseTraces(
  status: number,
  type: string | null,
  body: string,
  { suffix, idPrefix, brief }: TraceNames & { brief: boolean },
): string {
  const text = body
    .replaceAll(new RegExp(idPrefix, 'gi'), 'ID')
    .replaceAll(`-${suffix}`, '')
    .trim();
  const head = `${status} ${type}`;
  if (!text.startsWith('{')) return head;
  const answer = JSON.parse(text);
  if (Array.isArray(answer.data)) {
    answer.data = sortedBy(
      answer.data.map((item: unknown) => normaliseItem(item, brief)),
      item => JSON.stringify(item),
    );
  }
  return `${head} ${JSON.stringify(answer)}`;
}

/** The key of a recorded answer: a path without the run's names and days. */
export function requestKey(path: string, { suffix, idPrefix }: TraceNames) {
  return decodeURIComponent(path)
    .replaceAll(idPrefix, 'ID')
    .replaceAll(`-${suffix}`, '')
    .replace(/\b1\d{15}\b/g, us => `t${(Number(us) - BASE_MS * 1000) / 1e6}`)
    .replace(/\b1\d{12}\b/g, ms => `t${(Number(ms) - BASE_MS) / 1e3}`);
}

/** Of a trace, when that is enough, only which one it is. */
function normaliseItem(item: unknown, brief: boolean): unknown {
  if (typeof item !== 'object' || item === null || !('spans' in item)) {
    return item;
  }
  const trace = item as TraceJson;
  return brief
    ? `${trace.traceID} with ${trace.spans.length} spans`
    : normaliseTrace(trace);
}

function normaliseTrace(trace: TraceJson) {
  const spans = sortedBy(
    trace.spans,
    span => `${String(span.startTime).padStart(20, '0')} ${span.operationName}`,
  );
  const names = new Map(spans.map(({ spanID }, i) => [spanID, `s${i + 1}`]));
  return {
    ...trace,
    spans: spans.map(span => ({
      ...span,
      spanID: names.get(span.spanID),
      startTime: span.startTime / 1000 - BASE_MS,
      references: span.references.map(reference => ({
        ...reference,
        spanID: names.get(reference.spanID),
      })),
      logs: (
        span as unknown as { logs: Array<{ timestamp: number }> }
      ).logs.map(log => ({
        ...log,
        timestamp: log.timestamp / 1000 - BASE_MS,
      })),
      processID: undefined,
      process: trace.processes[span.processID],
    })),
    processes: Object.keys(trace.processes).length,
  };
}

function sortedBy<T>(items: T[], keyOf: (item: T) => string): T[] {
  return [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
