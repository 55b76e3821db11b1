import fc from 'fast-check';
import { prefixCosts } from './absoluteCosts';
import { median } from './statistics';

describe('prefixCosts', () => {
  it('should agree with the definition', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 })), values => {
        const costs = prefixCosts(values);
        expect(costs[0]).toBe(0);
        for (let n = 1; n <= values.length; n++) {
          const prefix = values.slice(0, n);
          const center = median(prefix);
          const cost = prefix.reduce((sum, v) => sum + Math.abs(v - center), 0);
          expect(costs[n]).toBeCloseTo(cost, 6);
        }
      }),
    );
  });
});
