import { StreamDetector } from './StreamDetector';

const INTERVAL_MS = 300_000;
const DAY_ROWS = 288;
const ROWS = 2_000;
const ONSET = 1_500;

/** The same on every run, between -1 and 1. */
const noise = (i: number) => 2 * ((Math.sin(i * 12.9898) * 43758.5453) % 1);

const anomaliesOf = (value: (row: number) => number) => {
  const detector = new StreamDetector({ intervalMs: INTERVAL_MS });
  return Array.from({ length: ROWS }, (_, row) => row).filter(
    row => detector.add(value(row)).isAnomaly,
  );
};

describe('StreamDetector', () => {
  const daily = (row: number) =>
    50 + 20 * Math.sin((2 * Math.PI * row) / DAY_ROWS) + noise(row);

  it.each<[string, (row: number) => number]>([
    ['a spike', i => 10 + noise(i) + (i === ONSET ? 60 : 0)],
    ['a new level', i => 10 + noise(i) + (i >= ONSET ? 12 : 0)],
    ['silence', i => (i >= ONSET ? 0 : 30 + 2 * noise(i))],
    ['noise', i => 10 + noise(i) * (i >= ONSET ? 12 : 1)],
    ['the first event ever', i => (i === ONSET ? 1 : 0)],
    ['a spike on a daily wave', i => daily(i) + (i === ONSET ? 60 : 0)],
  ])('should report %s soon and once', (_name, value) => {
    const anomalies = anomaliesOf(value).filter(row => row >= ONSET);
    expect(anomalies[0]).toBeLessThanOrEqual(ONSET + 12);
    // More than one row only while it is still getting worse.
    expect(anomalies[anomalies.length - 1]).toBeLessThanOrEqual(ONSET + 60);
  });

  it('should be calm about noise, daily waves and constants', () => {
    for (const constant of [0, 7, 0.1, 1e9 + 0.1, 1 / 3e9]) {
      expect(anomaliesOf(() => constant)).toEqual([]);
    }
    expect(anomaliesOf(noise).length).toBeLessThanOrEqual(2);
    expect(
      anomaliesOf(daily).filter(row => row > DAY_ROWS).length,
    ).toBeLessThanOrEqual(2);
  });

  it('should know nothing of later rows, of units and of missing values', () => {
    const values = Array.from({ length: ROWS }, (_, i) =>
      i === ONSET ? 60 : 10 + noise(i),
    );
    const scoresOf = (of: readonly number[]) => {
      const detector = new StreamDetector({ intervalMs: INTERVAL_MS });
      return of.map(value => detector.add(value).score);
    };
    const scores = scoresOf(values);
    expect(scoresOf(values.slice(0, 800))).toEqual(scores.slice(0, 800));
    const inBytes = scoresOf(values.map(value => value * 1_048_576));
    expect(inBytes[ONSET]).toBeCloseTo(scores[ONSET], 0);
    expect(scoresOf([NaN, Infinity, ...values]).slice(2)).toEqual(scores);
  });
});
