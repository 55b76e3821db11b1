import {
  Trace,
  TraceSearchAnswer,
  TraceSpan,
} from '@internal/plugin-observability-common';

const START = Date.parse('2026-03-02T11:40:00Z');
const at = (ms: number) => new Date(START + ms).toISOString();

const span = (
  spanId: string,
  parentId: string | undefined,
  [service, operation]: [string, string],
  [start, durationMs]: [number, number],
  more: Partial<TraceSpan> = {},
): TraceSpan => ({
  spanId,
  parentId,
  service,
  operation,
  namespace: 'team-a-prod',
  pod: `${service}-7d9f8-abcde`,
  kind: 'server',
  start: at(start),
  durationMs,
  failed: false,
  attributes: { 'http.route': operation.split(' ').pop()! },
  events: [],
  ...more,
});

/** checkout waits for payments, whose spans are another team's, and fails. */
export const failedTrace: Trace = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  start: at(0),
  durationMs: 1_840,
  hiddenSpans: 3,
  truncated: false,
  spans: [
    span('a1', undefined, ['frontend', 'POST /checkout'], [0, 1_840], {
      failed: true,
      statusText: 'Error: 502',
    }),
    span('a2', 'a1', ['frontend', 'POST checkout'], [12, 1_815], {
      kind: 'client',
      failed: true,
    }),
    span('b1', 'a2', ['checkout', 'POST /checkout'], [20, 1_800], {
      failed: true,
      statusText: 'payments did not answer',
      events: [
        {
          time: at(1_815),
          name: 'exception',
          attributes: { 'exception.message': 'upstream timed out' },
        },
      ],
    }),
    span('b2', 'b1', ['checkout', 'GET cart'], [30, 60], { kind: 'client' }),
    span('c1', 'b2', ['cart', 'GET /cart'], [36, 48]),
    span('b3', 'b1', ['checkout', 'POST payments'], [100, 1_700], {
      kind: 'client',
      failed: true,
      attributes: { 'server.address': 'payments' },
    }),
    span('d1', undefined, ['products', 'GET /price'], [1_300, 25], {
      parentHidden: true,
    }),
  ],
};

const row = (
  traceId: string,
  durationMs: number,
  failed = false,
): TraceSearchAnswer['traces'][number] => ({
  traceId,
  service: 'frontend',
  operation: 'POST /checkout',
  start: at(0),
  durationMs,
  spans: 7,
  services: ['frontend', 'checkout', 'cart'],
  failed,
  hiddenSpans: failed ? 3 : 0,
});

/** One slow failure among requests that are well. */
export const foundTraces: TraceSearchAnswer = {
  traces: [
    row(failedTrace.traceId, 1_840, true),
    row('1af7651916cd43dd8448eb211c80319c', 210),
    row('2af7651916cd43dd8448eb211c80319c', 190),
  ],
  operations: [
    {
      operation: 'GET /health',
      traces: 12,
      failed: 0,
      p50Ms: 1.2,
      p99Ms: 2.4,
    },
    {
      operation: 'POST /checkout',
      traces: 3,
      failed: 1,
      p50Ms: 205,
      p99Ms: 1_800,
    },
  ],
  truncated: true,
};
