import fc from 'fast-check';
import { changeEvidence, logGamma } from './changeEvidence';

const counts = (values: Record<string, number>) =>
  new Map(Object.entries(values));

describe('changeEvidence', () => {
  it.each([
    ['as always', { a: 100 }, { a: 30 }, -10, 0],
    ['a mix that stays', { a: 70, b: 30 }, { a: 20, b: 10 }, -10, 0],
    ['a mix that drifts', { a: 70, b: 30 }, { a: 16, b: 14 }, -10, 2],
    ['one exception in many', { a: 100 }, { a: 99, b: 1 }, -10, 2],
    ['a few new ones', { a: 100 }, { a: 5, b: 5 }, 4, 20],
    ['wholly other', { a: 100 }, { b: 30 }, 20, 50],
    ['wholly other, little seen', { a: 100 }, { b: 3 }, 3, 10],
    ['a rare one takes over', { a: 97, b: 3 }, { b: 20 }, 8, 40],
    ['nothing now', { a: 100 }, {}, 0, 0],
    ['nothing before', {}, { a: 100 }, 0, 0],
  ])('should weigh %s', (_name, before, now, low, high) => {
    const nats = changeEvidence(counts(before), counts(now));
    expect(nats).toBeGreaterThanOrEqual(low);
    expect(nats).toBeLessThanOrEqual(high);
  });

  it('should not depend on names or order, and stay finite', () => {
    const pair = fc.record({
      before: fc.nat({ max: 5_000 }),
      now: fc.nat({ max: 5_000 }),
    });
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 6 }), pairs => {
        const evidence = (name: (i: number) => string, list: typeof pairs) => {
          const side = (key: 'before' | 'now') =>
            new Map(
              list
                .map((one, i): [string, number] => [name(i), one[key]])
                .filter(([, count]) => count > 0),
            );
          return changeEvidence(side('before'), side('now'));
        };
        const nats = evidence(i => `a${i}`, pairs);
        expect(Number.isFinite(nats)).toBe(true);
        expect(evidence(i => `z${9 - i}`, [...pairs].reverse())).toBeCloseTo(
          nats,
          6,
        );
      }),
    );
  });
});

describe('logGamma', () => {
  it.each([
    [0.5, 0.5 * Math.log(Math.PI)],
    [1, 0],
    [5, Math.log(24)],
    [1e-3, 6.907178885383853],
    [171, 706.5730622457873],
  ])('should know that of %d', (x, value) => {
    expect(logGamma(x)).toBeCloseTo(value, 8);
  });
});
