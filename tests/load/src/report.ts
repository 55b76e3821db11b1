import { Sample } from './Person';

/** Milliseconds of a name's questions beyond the store's own time. */
export type Row = {
  name: string;
  count: number;
  failed: number;
  p50: number;
  p95: number;
  p99: number;
  storeP95: number;
};

/** One row a name, and one for all. */
export function summarise(samples: readonly Sample[]): Row[] {
  const names = [...new Set(samples.map(({ name }) => name))].sort();
  return [
    ...names.map(name =>
      row(
        name,
        samples.filter(sample => sample.name === name),
      ),
    ),
    row('all', samples),
  ];
}

function row(name: string, samples: readonly Sample[]): Row {
  const good = samples.filter(({ status }) => status === 200);
  const own = good.map(({ totalMs, storeMs }) => totalMs - storeMs);
  return {
    name,
    count: samples.length,
    failed: samples.length - good.length,
    p50: quantile(own, 0.5),
    p95: quantile(own, 0.95),
    p99: quantile(own, 0.99),
    storeP95: quantile(
      good.map(({ storeMs }) => storeMs),
      0.95,
    ),
  };
}

/** The smallest value that at least this share does not exceed; NaN for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/**
 * Growth of a value over time by least squares, per minute.
 *
 * @param points - `[minutes, value]`
 */
export function slope(
  points: ReadonlyArray<readonly [number, number]>,
): number {
  const n = points.length;
  const mean = (index: 0 | 1) =>
    points.reduce((sum, point) => sum + point[index], 0) / n;
  const [x, y] = [mean(0), mean(1)];
  const top = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  const bottom = points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
  return bottom === 0 ? 0 : top / bottom;
}
