import { quantile, slope, summarise } from './report';

const sample = (
  name: string,
  totalMs: number,
  storeMs: number,
  status = 200,
) => ({
  name,
  totalMs,
  storeMs,
  status,
});

describe('report', () => {
  it('should count what is not the store’s, and failures apart', () => {
    const rows = summarise([
      sample('a', 100, 80),
      sample('a', 300, 100),
      sample('b', 50, 0),
      sample('b', 9_000, 0, 503),
    ]);
    expect(rows).toMatchObject([
      { name: 'a', count: 2, failed: 0, p50: 20, p95: 200, storeP95: 100 },
      { name: 'b', count: 2, failed: 1, p50: 50, p95: 50 },
      { name: 'all', count: 4, failed: 1, p50: 50, p95: 200 },
    ]);
  });

  it('should take the value below which a share lies', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(quantile(values, 0.95)).toBe(95);
    expect(quantile([7], 0.95)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('should tell growth from noise around a level', () => {
    expect(
      slope([
        [0, 100],
        [1, 110],
        [2, 120],
      ]),
    ).toBeCloseTo(10);
    expect(
      slope([
        [0, 5],
        [1, 7],
        [2, 5],
      ]),
    ).toBeCloseTo(0);
    expect(slope([[1, 5]])).toBe(0);
  });
});
