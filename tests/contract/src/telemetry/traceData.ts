import type { Span, SpanDescription } from '@internal/sandbox';
import { BASE_MS } from './targets';

const US_PER_MS = 1000;
const NS_PER_US = 1000n;

/** A span of the data; times are milliseconds after the start of the data. */
type Part = [
  description: SpanDescription,
  parent: number,
  at: number,
  took: number,
  extra?: Span['extra'],
];

/** One trace, as the sandbox takes it. */
export type TraceData = { traceId: string; spans: Span[] };

/** Traces of services whose names end in `suffix`, so that runs can share a server. */
export function traceData(suffix: string, idPrefix: string): TraceData[] {
  const resource = (service: string, namespace: string) => ({
    'service.name': `${service}-${suffix}`,
    'service.version': '1.2.3',
    'k8s.namespace.name': namespace,
    'k8s.pod.name': `${service}-7d9c-x1`,
  });
  const gateway = resource('gateway', 'ingress');
  const checkout = resource('checkout', 'team-a-prod');
  const staging = resource('checkout', 'team-a-staging');
  const payments = resource('payments', 'team-b-prod');
  const server = (
    of: SpanDescription['resource'],
    name: string,
    status = 200,
    more: Partial<SpanDescription> = {},
  ): SpanDescription => ({
    resource: of,
    kind: 'server',
    name,
    attributes: {
      'http.request.method': name.split(' ')[0],
      'http.response.status_code': status,
      'url.path': '/things/#',
    },
    failed: status >= 500,
    ...more,
  });
  const client = (
    of: SpanDescription['resource'],
    to: string,
    status = 200,
  ): SpanDescription => ({
    resource: of,
    kind: 'client',
    name: 'POST',
    attributes: { 'server.address': to, 'http.response.status_code': status },
    failed: status >= 500,
    exception:
      status >= 500
        ? { type: String(status), message: `call to ${to} failed` }
        : undefined,
  });
  const thrown = {
    exception: {
      type: 'TypeError',
      message: 'no amount',
      stacktrace: 'TypeError: no amount\n  at x',
    },
  };
  const traces: Part[][] = [
    // A failure that comes up through three teams.
    [
      [
        server(gateway, 'POST /checkout', 502),
        -1,
        1_000,
        80,
        { 'sampler.type': 'probabilistic', 'sampler.param': 0.1 },
      ],
      [client(gateway, 'checkout', 502), 0, 1_001, 78],
      [server(checkout, 'POST /checkout', 502), 1, 1_002.25, 75.5],
      [client(checkout, 'payments', 500), 2, 1_010, 60],
      [server(payments, 'POST /payments', 500, thrown), 3, 1_011, 58.125],
    ],
    // One that goes well.
    [
      [server(gateway, 'POST /checkout', 201), -1, 61_000, 40],
      [client(gateway, 'checkout', 201), 0, 61_001, 38],
      [server(checkout, 'POST /checkout', 201), 1, 61_002, 36],
    ],
    // The same service and operation in another namespace.
    [[server(staging, 'POST /checkout', 201), -1, 121_000, 30]],
    // A server that goes on after its client has given up.
    [
      [client(checkout, 'payments', 504), -1, 181_000, 2_000],
      [server(payments, 'POST /payments', 201), 0, 181_001, 2_500],
    ],
    [[server(checkout, 'GET /cart', 404), -1, 241_000, 5]],
    [[server(checkout, 'GET /cart'), -1, 301_000, 0.75]],
  ];
  return traces.map((parts, index) => ({
    traceId: `${idPrefix}${String(index + 1).padStart(
      32 - idPrefix.length,
      '0',
    )}`,
    spans: parts.map(([description, parent, at, took, extra]) => ({
      description,
      parent,
      startUs: (BASE_MS + at) * US_PER_MS,
      durationUs: took * US_PER_MS,
      variable: 7,
      extra,
    })),
  }));
}

/** The same traces by OpenTelemetry's protocol, as JSON. */
export function toOtlp(traces: TraceData[]) {
  const spans = traces.flatMap(({ traceId, spans: parts }) =>
    parts.map((span, index) => ({ traceId, span, index })),
  );
  return {
    resourceSpans: spans.map(({ traceId, span, index }) => ({
      resource: { attributes: keyValues(span.description.resource) },
      scopeSpans: [
        {
          spans: [
            {
              traceId,
              spanId: otlpSpanId(index),
              parentSpanId:
                span.parent < 0 ? undefined : otlpSpanId(span.parent),
              name: span.description.name,
              kind: span.description.kind === 'server' ? 2 : 3,
              startTimeUnixNano: nanoseconds(span.startUs),
              endTimeUnixNano: nanoseconds(span.startUs + span.durationUs),
              attributes: keyValues(attributesOf(span)),
              status: span.description.failed ? { code: 2 } : {},
              events: eventsOf(span),
            },
          ],
        },
      ],
    })),
  };
}

function otlpSpanId(index: number): string {
  return `00f067aa0ba9${String(index + 1).padStart(4, '0')}`;
}

function nanoseconds(us: number): string {
  return String(BigInt(us) * NS_PER_US);
}

function attributesOf({ description, variable, extra }: Span) {
  const filled = Object.entries(description.attributes).map(([key, value]) => [
    key,
    typeof value === 'string' ? value.replace('#', String(variable)) : value,
  ]);
  return { ...Object.fromEntries(filled), ...extra };
}

function eventsOf({ description: { exception }, startUs, durationUs }: Span) {
  return exception
    ? [
        {
          name: 'exception',
          timeUnixNano: nanoseconds(startUs + durationUs),
          attributes: keyValues(
            Object.fromEntries(
              Object.entries(exception).map(([key, value]) => [
                `exception.${key}`,
                value,
              ]),
            ),
          ),
        },
      ]
    : [];
}

function keyValues(values: Record<string, string | number>) {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: otlpValue(value),
  }));
}

function otlpValue(value: string | number) {
  if (typeof value === 'string') {
    return { stringValue: value };
  }
  return Number.isInteger(value)
    ? { intValue: String(value) }
    : { doubleValue: value };
}
