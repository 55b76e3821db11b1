import { randomNumbers } from '../__testUtils__/SyntheticCompany';
import { DEFAULT_TAIL, fitTail, tailEvidence } from './tail';

/** P(X > x) = x^-exponent. */
function pareto(exponent: number, count: number): number[] {
  const random = randomNumbers(7);
  return Array.from({ length: count }, () => random() ** (-1 / exponent));
}

describe('fitTail', () => {
  it.each([1.5, 3, 6])('should find the exponent %d', exponent => {
    const tail = fitTail(pareto(exponent, 20_000));
    expect(tail.exponent / exponent).toBeGreaterThan(0.85);
    expect(tail.exponent / exponent).toBeLessThan(1.15);
    expect(tail.start).toBeGreaterThanOrEqual(1.645);
  });

  it('should keep to what is known beforehand when it sees little, and not mind incidents', () => {
    expect(fitTail([])).toEqual(DEFAULT_TAIL);
    expect(fitTail([0.1, 0.2, 3]).exponent).toBeGreaterThan(2.5);
    const calm = pareto(4, 2_000);
    const { exponent } = fitTail([...calm, ...Array(10).fill(1e6)]);
    expect(exponent).toBeGreaterThan(2.5);
  });
});

describe('tailEvidence', () => {
  it('should grow with the deviation, slower in a heavier tail', () => {
    const values = [-5, 0, 1, 1.645, 3, 10, 100, 1e9].map(z =>
      tailEvidence(z, DEFAULT_TAIL),
    );
    expect(values.slice(0, 3)).toEqual([0, 0, expect.closeTo(0.00457, 1)]);
    expect([...values].sort((a, b) => a - b)).toEqual(values);
    expect(values[3]).toBeCloseTo(Math.log(20) - Math.log(Math.log(20)) - 1);
    expect(values.every(Number.isFinite)).toBe(true);
    const heavy = { ...DEFAULT_TAIL, exponent: 1 };
    expect(tailEvidence(10, heavy)).toBeLessThan(values[5]);
  });
});
