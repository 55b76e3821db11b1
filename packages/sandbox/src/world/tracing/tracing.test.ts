import type { Span } from '../../types';
import { MINUTE, TestWorld } from '../testing/TestWorld';
import { createWorld } from '../createWorld';
import { MemoryObjectStore } from '../../kubernetes';
import { VirtualClock } from '../VirtualClock';
import { SAMPLED_SHARE } from './TickTraces';

jest.setTimeout(120_000);

const US_PER_MS = 1000;
const HTTP_COUNT = 'http_server_request_duration_seconds_count';

const endUs = ({ startUs, durationUs }: Span) => startUs + durationUs;

/** Whether an access line, `… /path 200 12ms`, tells of the request. */
function isLoggedAs(
  { description: { attributes }, durationUs, variable }: Span,
  line: string,
): boolean {
  const [, target, status, duration] =
    /(\S+?)(?: HTTP\/1\.1")? (\w+) (?:\S+ )?([\d.]+)ms/.exec(line) ?? [];
  const path = String(attributes['url.path'] ?? attributes['rpc.method']);
  const code =
    attributes['http.response.status_code'] ??
    attributes['rpc.response.status_code'];
  return (
    target?.split('?')[0] === path.replace('#', String(variable)) &&
    status === String(code) &&
    Math.abs(durationUs / US_PER_MS - Number(duration)) < 0.6
  );
}

function isInside({ startUs, durationUs, description }: Span, parent: Span) {
  const networkUs = parent.durationUs - durationUs;
  return (
    startUs >= parent.startUs &&
    startUs + durationUs <= endUs(parent) &&
    (description.kind === 'client'
      ? parent.description.kind === 'server'
      : parent.description.attributes['server.address'] ===
          description.resource['service.name'] && networkUs > 50)
  );
}

describe('the traces of the company', () => {
  const company = new TestWorld(7);
  const { start } = company;
  const broken = { fromMs: start + 16 * MINUTE, toMs: start + 26 * MINUTE };
  const healthy = { fromMs: start + 3 * MINUTE, toMs: start + 15 * MINUTE };

  beforeAll(async () => {
    await company.run(15);
    await company.world.inject('errors-orders');
    await company.run(11);
  });

  const serviceOf = ({ description: { resource } }: Span) =>
    `${resource['k8s.namespace.name']}/${resource['service.name']}`;
  const isSampled = ([first]: readonly Span[]) => first.extra !== undefined;
  /** Spans of the sample, by `namespace/service`. */
  const sampled = (
    service: string,
    { fromMs, toMs }: typeof healthy,
    kind = 'server',
  ) =>
    [...company.traces.values()]
      .filter(isSampled)
      .flat()
      .filter(
        span =>
          span.description.kind === kind &&
          serviceOf(span) === service &&
          span.startUs >= fromMs * US_PER_MS &&
          span.startUs < toMs * US_PER_MS,
      );
  const meanMs = (spans: Span[]) =>
    spans.reduce((sum, { durationUs }) => sum + durationUs, 0) /
    spans.length /
    US_PER_MS;
  const errorShare = (spans: Span[]) =>
    spans.filter(({ description }) => description.failed).length / spans.length;

  it('should contain every request that is in a log, as the log says', () => {
    const access = company.lines.filter(
      ({ fields }) =>
        fields.trace_id && / [\d.]+ms( upstream=\S+)?$/.test(fields._msg),
    );
    expect(access.length).toBeGreaterThan(1000);
    const missing = access.filter(({ timeMs, fields }) => {
      const spans = company.traces.get(fields.trace_id) ?? [];
      return !spans.some(
        span =>
          span.description.kind === 'server' &&
          span.description.resource['k8s.pod.name'] ===
            fields['kubernetes.pod_name'] &&
          Math.abs(endUs(span) / US_PER_MS - timeMs) < 1.1 &&
          isLoggedAs(span, fields._msg),
      );
    });
    expect(missing).toEqual([]);
  });

  it('should be whole: a call inside its request, the answer inside the call, and the network around it', () => {
    const odd: string[] = [];
    for (const [traceId, spans] of company.traces) {
      spans.forEach((span, index) => {
        const parent = spans[span.parent];
        const isOdd = parent
          ? span.parent >= index || !isInside(span, parent)
          : index !== 0;
        if (isOdd) {
          odd.push(`${traceId} ${index}`);
        }
      });
    }
    expect(odd).toEqual([]);
    expect(company.traces.size).toBeGreaterThan(5000);
  });

  it('should be a sample of the requests that the metrics count, as fast as they say', () => {
    for (const service of [
      'ingress/ingress-gateway',
      'team-a-prod/frontend',
      'team-a-prod/products',
      'team-a-prod/search',
      'team-b-prod/orders-db',
    ]) {
      const [namespace, service_name] = service.split('/');
      const spans = sampled(service, healthy);
      const counted = company.increase(
        HTTP_COUNT,
        { namespace, service_name },
        healthy.fromMs,
        healthy.toMs,
      );
      const { fromMs, toMs } = healthy;
      const ratio = {
        share: spans.length / counted / SAMPLED_SHARE,
        duration:
          meanMs(spans) / company.meanMs(namespace, service_name, fromMs, toMs),
      };
      expect([service, ratio.share > 0.85 && ratio.share < 1.15]).toEqual([
        service,
        true,
      ]);
      expect([service, ratio.duration > 0.9 && ratio.duration < 1.1]).toEqual([
        service,
        true,
      ]);
      expect(errorShare(spans)).toBeLessThan(0.01);
    }
  });

  it('should fail as often as the metrics say, from the cause up to the customer', () => {
    for (const service of [
      'team-b-prod/orders',
      'team-a-prod/checkout',
      'team-a-prod/frontend',
    ]) {
      const [namespace, name] = service.split('/');
      const { fromMs, toMs } = broken;
      const metric = company.errorShare(namespace, name, fromMs, toMs);
      const share = errorShare(sampled(service, broken));
      expect(metric).toBeGreaterThan(0.02);
      expect(Math.abs(share - metric)).toBeLessThan(0.08);
    }
    const failed = [...company.traces.values()].find(
      spans =>
        isSampled(spans) &&
        spans.some(
          span =>
            serviceOf(span) === 'team-b-prod/orders' &&
            span.description.exception,
        ),
    )!;
    const path = failed
      .filter(({ description }) => description.failed)
      .map(span => `${span.description.kind} ${serviceOf(span)}`);
    expect(path).toEqual([
      'server ingress/ingress-gateway',
      'client ingress/ingress-gateway',
      'server team-a-prod/frontend',
      'client team-a-prod/frontend',
      'server team-a-prod/checkout',
      'client team-a-prod/checkout',
      'server team-b-prod/orders',
    ]);
    expect(failed.at(-1)!.description).toMatchObject({
      exception: {
        type: 'TypeError',
        message: "Cannot read properties of undefined (reading 'amount')",
      },
      attributes: { 'http.response.status_code': 500 },
    });
  });

  it('should describe where a span comes from', () => {
    const [span] = sampled('team-a-prod/cart', healthy);
    expect(span.description.resource).toEqual({
      'service.name': 'cart',
      'service.version': expect.stringMatching(/^\d+\.\d+\.\d+$/),
      'telemetry.sdk.language': expect.any(String),
      'k8s.cluster.name': 'sandbox',
      'k8s.namespace.name': 'team-a-prod',
      'k8s.deployment.name': 'cart',
      'k8s.pod.name': expect.stringMatching(/^cart-/),
      'k8s.container.name': 'app',
      'k8s.node.name': expect.stringMatching(/^sandbox-node-/),
    });
  });

  it('should be the same for the same seed, and change nothing where nobody keeps them', async () => {
    const other = new TestWorld(7);
    await other.run(2);
    const clock = new VirtualClock(start);
    const lines: string[] = [];
    const without = createWorld({
      seed: 7,
      clock,
      store: MemoryObjectStore.create({ clock, seed: 7 }),
      metricSinks: [],
      logSinks: [
        { addLine: (timeMs, { _msg }) => lines.push(`${timeMs} ${_msg}`) },
      ],
    });
    await without.advanceTo(start + 2 * MINUTE);
    expect([...company.traces].slice(0, other.traces.size)).toEqual([
      ...other.traces,
    ]);
    expect(lines).toEqual(
      other.lines.map(({ timeMs, fields }) => `${timeMs} ${fields._msg}`),
    );
    expect(lines.length).toBeGreaterThan(100);
  });
});
