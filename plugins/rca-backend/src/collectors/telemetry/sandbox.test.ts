import { LogsCollector } from '../logs';
import { MetricsCollector } from '../metrics';
import { contextOf, INJECTED_MS, withFaults } from './__testUtils__/withFaults';

// Almost two hours of a whole company are simulated.
jest.setTimeout(120_000);

const checkout = contextOf('checkout', [
  ['cart', 'team-a-prod'],
  ['payments', 'team-b-prod'],
  ['products', 'team-a-prod'],
  ['cart-redis', 'team-a-prod'],
]);

describe('collectors on the sandbox', () => {
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
      expect(
        Math.abs(Date.parse(facts.onset!) - INJECTED_MS),
      ).toBeLessThanOrEqual(60_000);
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

      const logs = await new LogsCollector({ observability }).collect(checkout);
      expect(Date.parse(logs.facts.onset!)).toBeGreaterThan(
        INJECTED_MS - 120_000,
      );
      expect(logs.facts.signals).toContainEqual(
        expect.objectContaining({
          kind: 'timeout',
          service: 'cart',
          peer: 'cart-redis',
          significant: true,
        }),
      );
      expect(logs.facts.volumes.find(v => v.service === 'cart')).toMatchObject({
        anomalous: true,
      });
      // Not even a query that asks for it gets a line of another namespace.
      const { records } = await observability.logs('sandbox').query({
        scope: checkout.scope,
        window: checkout.window,
        query: '* or kubernetes.pod_namespace:"team-b-prod" _time:7d',
        limit: 5_000,
      });
      expect(new Set(records.map(r => r.namespace))).toEqual(
        new Set(['team-a-prod', 'team-a-staging', 'ingress']),
      );
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

      const logs = await new LogsCollector({ observability }).collect(
        contextOf('frontend', [
          ['products', 'team-a-prod'],
          ['search', 'team-a-prod'],
        ]),
      );
      expect(logs.facts.signals).toEqual([]);
      expect(logs.facts.volumes.filter(v => v.anomalous)).toEqual([]);
    });
  });
});
