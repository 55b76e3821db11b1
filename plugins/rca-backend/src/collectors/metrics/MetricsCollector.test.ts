import { ServiceUnavailableError } from '@backstage/errors';
import { MetricStore } from '@internal/plugin-observability-node';
import { observabilityServiceMock } from '@internal/plugin-observability-node/testUtils';
import { contextOf } from '../telemetry/__testUtils__/withFaults';
import { MetricsCollector } from './MetricsCollector';

const checkout = contextOf('checkout', [
  ['cart', 'team-a-prod'],
  ['payments', 'team-b-prod'],
  ['products', 'team-a-prod'],
  ['cart-redis', 'team-a-prod'],
]);

describe('MetricsCollector', () => {
  describe('when the store fails', () => {
    const failing = (queryRange: MetricStore['queryRange']) =>
      new MetricsCollector({
        observability: observabilityServiceMock.mock({
          metrics: () =>
            ({ queryRange } as Partial<MetricStore> as MetricStore),
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
