import { median, medianInterval, quantile } from './statistics';

describe('statistics', () => {
  it('should find quantiles', () => {
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2);
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1);
    expect(quantile([1, 2], 1)).toBe(2);
    expect(quantile([7], 0.99)).toBe(7);
  });

  it('should say where the median lies, as the tables for ranks do', () => {
    const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
    expect(medianInterval(upTo(5))).toBeUndefined();
    expect(medianInterval(upTo(6))).toEqual({ low: 1, high: 6 });
    expect(medianInterval(upTo(10))).toEqual({ low: 2, high: 9 });
    expect(medianInterval(upTo(20).reverse())).toEqual({ low: 6, high: 15 });
    // An outlier, however far away, moves nothing.
    expect(medianInterval([...upTo(19), 1e9])).toEqual({ low: 6, high: 15 });
  });
});
