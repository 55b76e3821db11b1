import { ConfigReader } from '@backstage/config';
import { mockCredentials } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import {
  DefaultObservabilityService,
  MetricStore,
  ObservabilityService,
} from '@internal/plugin-observability-node';
import { observabilityServiceMock } from '@internal/plugin-observability-node/testUtils';
import { CollectorContext } from '@internal/plugin-rca-node';
import {
  createVictoriaMetricsApi,
  createWorld,
  MemoryMetricStore,
  MemoryObjectStore,
  VirtualClock,
} from '@internal/sandbox';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { MetricsCollector } from './MetricsCollector';

// Two hours of a whole company are simulated.
jest.setTimeout(120_000);

const START = Date.parse('2026-11-20T10:00:00Z');
const HISTORY_MS = 90 * 60_000;
const INJECTED = START + HISTORY_MS;
const SINCE_MS = 8 * 60_000;

const namespaces = ['team-a-prod', 'team-a-staging', 'ingress'];

function contextOf(
  serviceName: string,
  dependencies: Array<[serviceName: string, namespace: string]>,
  signal = new AbortController().signal,
): CollectorContext {
  const to = INJECTED + SINCE_MS;
  return {
    subject: {
      entityRef: `component:default/${serviceName}`,
      cluster: 'sandbox',
      namespace: 'team-a-prod',
      labelSelector: `app.kubernetes.io/name=${serviceName}`,
      serviceName,
      dependencies: dependencies.map(([name, namespace]) => ({
        entityRef: `component:default/${name}`,
        serviceName: name,
        cluster: 'sandbox',
        namespace,
        requiredBy: `component:default/${serviceName}`,
      })),
    },
    window: { from: new Date(to - 3_600_000), to: new Date(to) },
    scope: {
      $$type: '@internal/TenantScope',
      userEntityRef: 'user:default/1',
      cluster: 'sandbox',
      namespaces,
    },
    credentials: mockCredentials.user('user:default/1'),
    shared: { once: (_key, load) => load({ signal }) },
    signal,
  };
}

const checkout = contextOf('checkout', [
  ['cart', 'team-a-prod'],
  ['payments', 'team-b-prod'],
  ['products', 'team-a-prod'],
  ['cart-redis', 'team-a-prod'],
]);

/** The company a few minutes into its faults, its metrics behind the sandbox's VictoriaMetrics API. */
async function withFaults(
  faults: string[],
  test: (observability: ObservabilityService) => Promise<void>,
) {
  const clock = new VirtualClock(START);
  const metrics = new MemoryMetricStore();
  const world = createWorld({
    seed: 1,
    clock,
    store: MemoryObjectStore.create({ clock }),
    startTimeMs: START,
    metricSinks: [metrics],
    logSinks: [],
  });
  await world.advanceTo(INJECTED);
  faults.forEach(fault => world.inject(fault));
  await world.advanceTo(INJECTED + SINCE_MS);
  const server = createServer(
    createVictoriaMetricsApi({ store: metrics, clock }),
  );
  await new Promise<void>(resolve =>
    server.listen(0, '127.0.0.1', () => resolve()),
  );
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const stores = { metrics: { type: 'victoriametrics', url } };
  try {
    await test(
      DefaultObservabilityService.fromConfig(
        new ConfigReader({ observability: { clusters: { sandbox: stores } } }),
      ),
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('MetricsCollector', () => {
  it('should follow a slow dependency to its end and see a service without pods', async () => {
    const faults = ['slow-cart-redis', 'scaled-to-zero-search'];
    await withFaults(faults, async observability => {
      const { facts, evidence, unchecked } = await new MetricsCollector({
        observability,
      }).collect(checkout);

      expect(facts.services.map(s => [s.service, s.state])).toEqual([
        ['checkout', 'anomalous'],
        ['cart', 'anomalous'],
        ['products', 'normal'],
        ['cart-redis', 'anomalous'],
      ]);
      expect(Math.abs(Date.parse(facts.onset!) - INJECTED)).toBeLessThanOrEqual(
        60_000,
      );
      const redis = facts.services[3];
      expect(redis.signals['latency-p95']).toMatchObject({
        unit: 's',
        anomalous: true,
        shift: { direction: 'up', factor: expect.any(Number) },
      });
      expect(redis.signals['latency-p95']!.shift!.factor).toBeGreaterThan(10);
      expect(redis.signals['error-ratio']!.anomalous).toBe(false);
      expect(redis.strength).toBeGreaterThan(0.9);

      const calls = new Map(
        facts.callees.map(c => [`${c.caller}>${c.callee}`, c]),
      );
      expect(calls.get('cart>cart-redis')).toMatchObject({
        foreign: false,
        calleeNamespace: 'team-a-prod',
        anomalous: true,
      });
      expect(calls.get('checkout>payments')).toMatchObject({
        foreign: true,
        anomalous: false,
      });
      expect(unchecked.map(u => [u.reason, u.message.split(' ')[0]])).toEqual([
        ['foreign-namespace', 'payments'],
      ]);

      const p95 = evidence[redis.signals['latency-p95']!.evidence[0]];
      expect(p95).toMatchObject({
        source: 'metrics',
        title: expect.stringMatching(
          /^cart-redis: p95 latency rose from \d+ ms to \d+ ms$/,
        ),
        object: { namespace: 'team-a-prod', name: 'cart-redis' },
        measurement: { unit: 's', baseline: expect.any(Number) },
      });
      expect(p95.series![0].points.length).toBeLessThanOrEqual(500);
      // The query reproduces the curve through the same store.
      const { samples } = await observability.metrics('sandbox').query({
        scope: checkout.scope,
        query: p95.query!,
        at: checkout.window.to,
      });
      expect(samples).toHaveLength(1);
      expect(samples[0].value).toBeGreaterThan(0.5);

      const searched = await new MetricsCollector({ observability }).collect(
        contextOf('search', []),
      );
      const [search] = searched.facts.services;
      expect(search.signals['replicas-desired']).toMatchObject({
        current: 0,
        anomalous: true,
      });
      expect(search.signals.rate).toMatchObject({
        current: 0,
        anomalous: true,
      });
      expect(
        searched.facts.callees.find(c => c.callee === 'search'),
      ).toMatchObject({
        caller: 'frontend',
        anomalous: true,
      });
    });
  });

  it('should call doubled traffic a load increase and nothing else', async () => {
    await withFaults(['traffic-doubling'], async observability => {
      const { facts, summary } = await new MetricsCollector({
        observability,
      }).collect(
        contextOf('frontend', [
          ['products', 'team-a-prod'],
          ['search', 'team-a-prod'],
        ]),
      );
      expect(facts.services.map(s => s.state)).toEqual(
        Array(3).fill('load-increase'),
      );
      expect(facts.callees.filter(c => c.anomalous)).toEqual([]);
      expect(facts.onset).toBeUndefined();
      expect(summary).toContain('more load than before');
    });
  });

  describe('when the store fails', () => {
    const failing = (queryRange: MetricStore['queryRange']) =>
      new MetricsCollector({
        observability: observabilityServiceMock.mock({
          metrics: () => ({ queryRange, query: jest.fn() }),
        }),
      });
    const down = new ServiceUnavailableError(
      'VictoriaMetrics is not reachable',
    );

    it('should go on with what it has and name what it has not', async () => {
      const { facts, unchecked } = await failing(async ({ query }) => {
        if (query.includes('histogram_quantile')) {
          throw down;
        }
        return { series: [], truncated: true };
      }).collect(checkout);
      expect(facts.services.every(s => s.state === 'no-data')).toBe(true);
      const reasons = unchecked.map(u => u.reason);
      expect(reasons.filter(r => r === 'unreachable')).toHaveLength(6);
      expect(reasons).toContain('truncated');
    });

    it('should fail when nothing could be asked, and stop when it is told to', async () => {
      const store = failing(async () => {
        throw down;
      });
      await expect(store.collect(checkout)).rejects.toBe(down);
      const reason = new Error('cancelled');
      await expect(
        store.collect({ ...checkout, signal: AbortSignal.abort(reason) }),
      ).rejects.toBe(reason);
    });
  });
});
