import { BASE_MS } from './targets';

/** What stands for the suffix of the services' names, and for the ids of traces. */
export type TraceNames = { suffix: string; idPrefix: string };

const microseconds = (seconds: number) =>
  String(BASE_MS * 1000 + Math.round(seconds * 1e6));
const RANGE = { start: microseconds(0), end: microseconds(600) };
const tags = (values: Record<string, unknown>) => ({
  tags: JSON.stringify(values),
});

/** Searches; each is for spans of `checkout` in the range of the data unless it says otherwise. */
const SEARCHES: Array<Record<string, string>> = [
  {},
  { service: 'gateway' },
  { service: 'nosuch' },
  { service: '' },
  { operation: 'POST /checkout' },
  { operation: 'POST /payments' },
  { operation: 'nosuch' },
  { limit: '2' },
  { limit: '1', operation: 'POST /checkout' },
  { limit: '0' },
  { limit: 'x' },
  { start: microseconds(61.002) },
  { start: microseconds(61.0021) },
  { end: microseconds(61.002) },
  { end: microseconds(61) },
  { start: microseconds(500), end: microseconds(100) },
  { start: 'x' },
  { end: '12.5' },
  { start: '', end: '' },
  { lookback: '1h' },
  { minDuration: '36ms' },
  { minDuration: '36.001ms' },
  { maxDuration: '750us' },
  { maxDuration: '5000000ns' },
  { minDuration: '5ms', maxDuration: '50ms' },
  { minDuration: '1s', maxDuration: '0.5s' },
  { minDuration: '1m30s' },
  { minDuration: '5' },
  { minDuration: 'x' },
  { minDuration: '5parsecs' },
  { minDuration: '' },
  { tag: 'error:true' },
  { tag: 'http.response.status_code:404' },
  { tag: 'error' },
  tags({ error: 'true' }),
  tags({ 'k8s.namespace.name': 'team-a-prod' }),
  tags({ 'k8s.namespace.name': 'team-a-staging' }),
  tags({ 'k8s.namespace.name': 'team-b-prod' }),
  tags({ 'k8s.namespace.name': 'team-a-prod', error: 'true' }),
  tags({ 'http.response.status_code': '201' }),
  tags({ 'span.kind': 'client' }),
  tags({ 'otel.status_code': 'ERROR' }),
  tags({ 'exception.type': '500' }),
  tags({ 'exception.type': 'TypeError' }),
  tags({ 'service.name': 'checkout' }),
  tags({ 'url.path': '/things/7' }),
  tags({}),
  tags({ nosuch: 'x' }),
  { service: 'gateway', ...tags({ 'sampler.param': '0.1' }) },
  { service: 'payments', ...tags({ 'exception.type': 'TypeError' }) },
  { tags: 'x' },
  { tags: '[]' },
  { tags: 'null' },
  { tags: '{"a":1}' },
];

/** Paths below the server's address. */
export function traceRequests({ suffix, idPrefix }: TraceNames): string[] {
  const id = (index: number) =>
    `${idPrefix}${String(index).padStart(32 - idPrefix.length, '0')}`;
  const searches = SEARCHES.map(search => {
    const { service = 'checkout', ...rest } = search;
    const query = new URLSearchParams({ ...RANGE, ...rest });
    query.set('service', service && `${service}-${suffix}`);
    return `/api/traces?${query}`;
  });
  return [
    ...searches,
    `/api/traces?${new URLSearchParams([
      ['traceID', id(1)],
      ['traceID', id(5)],
    ])}`,
    `/api/traces?${new URLSearchParams([
      ['traceID', id(5)],
      ['traceID', 'ffffffffffffffff0000000000000001'],
    ])}`,
    '/api/traces?traceID=xyz',
    '/api/traces',
    `/api/traces/${id(1)}`,
    `/api/traces/${id(2)}`,
    `/api/traces/${id(4)}`,
    `/api/traces/${id(1).toUpperCase()}`,
    '/api/traces/ffffffffffffffff0000000000000001',
    '/api/traces/1',
    '/api/traces/xyz',
    '/api/traces/0123456789abcdef0123456789abcdef0',
    `/api/services/checkout-${suffix}/operations`,
    `/api/services/nosuch-${suffix}/operations`,
    `/api/operations?service=checkout-${suffix}`,
    `/api/operations?service=checkout-${suffix}&spanKind=server`,
    `/api/operations?service=checkout-${suffix}&spanKind=nosuch`,
    `/api/operations?service=nosuch-${suffix}`,
    '/api/operations',
    `/api/dependencies?endTs=${
      BASE_MS + 600_000
    }&lookback=600000&service=checkout-${suffix}`,
    `/api/dependencies?endTs=${
      BASE_MS + 600_000
    }&lookback=500000&service=checkout-${suffix}`,
    `/api/dependencies?endTs=${
      BASE_MS + 600_000
    }&lookback=600000&service=nosuch-${suffix}`,
    '/api/dependencies?endTs=x',
    '/api/dependencies?lookback=1h',
  ];
}
