import { Trace, TraceSpan } from '@internal/plugin-observability-common';
import { summariseOperations, summariseTrace } from './summariseTraces';

function span(overrides: Partial<TraceSpan>): TraceSpan {
  return {
    spanId: 'a',
    service: 'checkout',
    namespace: 'team-a-prod',
    operation: 'POST /checkout',
    kind: 'server',
    start: '2026-11-21T03:33:38.000Z',
    durationMs: 10,
    failed: false,
    attributes: {},
    events: [],
    ...overrides,
  };
}

function trace(traceId: string, ...spans: TraceSpan[]): Trace {
  return {
    traceId,
    start: spans[0].start,
    durationMs: 40,
    spans,
    hiddenSpans: 2,
    truncated: false,
  };
}

describe('summariseTrace', () => {
  it('should tell of the first visible root', () => {
    const summary = summariseTrace(
      trace(
        't1',
        span({ spanId: 'b', parentId: 'a', service: 'cart', failed: true }),
        span({ spanId: 'a', service: 'frontend', operation: 'GET /' }),
      ),
    );
    expect(summary).toEqual({
      traceId: 't1',
      service: 'frontend',
      operation: 'GET /',
      start: '2026-11-21T03:33:38.000Z',
      durationMs: 40,
      spans: 2,
      services: ['cart', 'frontend'],
      failed: true,
      hiddenSpans: 2,
    });
  });
});

describe('summariseOperations', () => {
  it('should measure what the workload serves, slowest first', () => {
    const traces = [
      ...Array.from({ length: 100 }, (_, index) =>
        trace(
          `t${index}`,
          span({ durationMs: index + 1, failed: index >= 98 }),
          span({ spanId: 'x', kind: 'client', durationMs: 9_000 }),
          span({ spanId: 'y', namespace: 'team-a-staging', durationMs: 9_000 }),
          span({ spanId: 'z', service: 'cart', durationMs: 9_000 }),
        ),
      ),
      trace(
        'u',
        span({ operation: 'jobs', kind: 'consumer', durationMs: 500 }),
        span({ operation: 'jobs', kind: 'consumer', durationMs: 700 }),
      ),
    ];
    expect(
      summariseOperations(traces, {
        service: 'checkout',
        namespace: 'team-a-prod',
      }),
    ).toEqual([
      { operation: 'jobs', traces: 1, failed: 0, p50Ms: 500, p99Ms: 700 },
      {
        operation: 'POST /checkout',
        traces: 100,
        failed: 2,
        p50Ms: 50,
        p99Ms: 99,
      },
    ]);
  });
});
