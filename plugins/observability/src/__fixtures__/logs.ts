import {
  LogFields,
  LogLine,
  LogLines,
  LogPattern,
  LogPatterns,
  LogVolume,
  MarksAnswer,
  Target,
  Window,
} from '@internal/plugin-observability-common';

export const ENTITY_REF = 'component:default/checkout';

export const checkoutTarget: Target = {
  entityRef: ENTITY_REF,
  cluster: 'sandbox',
  namespace: 'team-a-prod',
  service: 'checkout',
  stores: {
    logs: { language: 'logsql', traceIdField: 'trace_id' },
    metrics: { language: 'metricsql' },
    traces: {},
  },
};

export const LOG_QUERY =
  'kubernetes.pod_labels.app.kubernetes.io/name:="checkout"';

const BUCKETS = 60;

/** Counts that look like a service in which something breaks after two thirds of the window. */
export function volumeOf(window: Window): LogVolume {
  const from = Date.parse(window.from);
  const step = (Date.parse(window.to) - from) / BUCKETS;
  const starts = Array.from({ length: BUCKETS }, (_, index) =>
    new Date(from + index * step).toISOString(),
  );
  const level = (name: string, count: (index: number) => number) => {
    const counts = starts.map((_, index) => Math.round(count(index)));
    return {
      level: name,
      counts,
      total: counts.reduce((sum, value) => sum + value, 0),
    };
  };
  const levels = [
    level('info', i => 120 + 40 * Math.sin(i / 6) + ((i * 7) % 13)),
    level('warn', i => (i > 38 ? 22 : 3) + (i % 4)),
    level('error', i => (i > 40 ? 34 + (i % 9) : Number(i % 7 === 0))),
    level('debug', i => 12 + (i % 5)),
  ];
  return {
    query: LOG_QUERY,
    stepSeconds: step / 1_000,
    starts,
    levels,
    total: levels.reduce((sum, { total }) => sum + total, 0),
  };
}

const trend = (values: (index: number) => number) =>
  Array.from({ length: 24 }, (_, index) => Math.round(values(index)));

/** A new pattern, one that grew, one as always, and one that is gone. */
export function patternsOf(window: Window): LogPatterns {
  const pattern = (
    part: Omit<LogPattern, 'firstSeen' | 'lastSeen'>,
  ): LogPattern => ({
    firstSeen: window.from,
    lastSeen: window.to,
    ...part,
  });
  return {
    query: LOG_QUERY,
    patterns: [
      pattern({
        id: 'p-pay',
        tokens: [
          { text: 'call to payments failed after ' },
          { variable: 'duration', examples: ['2003ms', '2011ms', '1998ms'] },
          { text: ': upstream timeout, order ' },
          { variable: 'id', examples: ['81f3a9', '77c012'] },
        ],
        count: 734,
        level: 'error',
        trend: trend(i => (i > 15 ? 40 + (i % 5) * 3 : 0)),
        isNew: true,
        example:
          'call to payments failed after 2003ms: upstream timeout, order 81f3a9',
        filter: { phrases: ['call to payments failed after'] },
      }),
      pattern({
        id: 'p-retry',
        tokens: [
          { text: 'retrying payments, attempt ' },
          { variable: 'number', examples: ['1', '2', '3'] },
        ],
        count: 512,
        level: 'warn',
        trend: trend(i => (i > 15 ? 25 : 4)),
        isNew: false,
        change: 6.2,
        example: 'retrying payments, attempt 2',
        filter: { phrases: ['retrying payments, attempt'] },
      }),
      pattern({
        id: 'p-done',
        tokens: [
          { text: 'order ' },
          { variable: 'id', examples: ['81f3a9'] },
          { text: ' placed in ' },
          { variable: 'duration', examples: ['41ms', '38ms'] },
        ],
        count: 7_480,
        level: 'info',
        trend: trend(i => 300 + 60 * Math.sin(i / 3)),
        isNew: false,
        change: 0.8,
        example: 'order 81f3a9 placed in 41ms',
        filter: { phrases: ['order', 'placed in'] },
      }),
    ],
    vanished: [
      {
        id: 'p-gone',
        tokens: [
          { text: 'cache warmed with ' },
          { variable: 'number', examples: ['120'] },
          { text: ' prices' },
        ],
        count: 36,
        level: 'info',
      },
    ],
    sample: { read: 9_000, of: 9_000 },
  };
}

/** Newest first; each third line is an error that belongs to a trace. */
export function linesOf(window: Window, count = 60): LogLines {
  const to = Date.parse(window.to);
  const lines: LogLine[] = Array.from({ length: count }, (_, index) => {
    const failed = index % 3 === 0;
    const pod = `checkout-7d9f8c6b5-${['x2x7p', 'k8m4q'][index % 2]}`;
    const level = failed ? 'error' : 'info';
    const message = failed
      ? `call to payments failed after ${
          1998 + index
        }ms: upstream timeout, order 81f3${index}`
      : `order 81f3${index} placed in ${30 + index}ms`;
    return {
      time: new Date(to - index * 1_700).toISOString(),
      message,
      level,
      pod,
      container: 'checkout',
      ...(failed && { traceId: '5b8efff798038103d269b633813fc60c' }),
      fields: {
        level,
        'kubernetes.pod_namespace': 'team-a-prod',
        'kubernetes.pod_name': pod,
        'kubernetes.container_name': 'checkout',
        'kubernetes.pod_node_name': 'sandbox-node-2',
        stream: 'stdout',
        ...(failed && { trace_id: '5b8efff798038103d269b633813fc60c' }),
      },
    };
  });
  return { query: LOG_QUERY, lines, nextCursor: 'older' };
}

export const fieldNames: LogFields = {
  values: [
    { value: 'level', hits: 9_000 },
    { value: 'kubernetes.pod_name', hits: 9_000 },
    { value: 'kubernetes.container_name', hits: 9_000 },
    { value: 'stream', hits: 9_000 },
    { value: 'trace_id', hits: 700 },
  ],
  truncated: false,
};

export const podNames: LogFields = {
  values: [
    { value: 'checkout-7d9f8c6b5-x2x7p', hits: 5_000 },
    { value: 'checkout-7d9f8c6b5-k8m4q', hits: 4_000 },
  ],
  truncated: false,
};

/** One rollout at two thirds of the window. */
export function marksOf(window: Window): MarksAnswer {
  const from = Date.parse(window.from);
  const at = from + ((Date.parse(window.to) - from) * 2) / 3;
  return {
    marks: [
      {
        time: new Date(at).toISOString(),
        kind: 'rollout',
        title: 'Rollout of payments to revision 12',
      },
    ],
    problems: [],
  };
}
