import { NabSeries } from '../data/nab';
import { NAB_PROFILES, scoreNab } from './nab';
import { randomScores, windowedGaussian } from './nabFloors';

const [standard, lowFp, lowFn] = NAB_PROFILES;

describe('scoreNab', () => {
  const series: NabSeries[] = [
    {
      name: 'made up',
      times: [],
      values: Array.from({ length: 100 }, () => 0),
      windows: [{ first: 50, last: 59 }],
    },
  ];
  const at = (rows: Record<number, number>) => [
    Array.from({ length: 100 }, (_, row) => rows[row] ?? 0),
  ];
  const score = (rows: Record<number, number>, profile = standard) =>
    scoreNab(series, at(rows), { profile, threshold: 1 }).score;

  it('should reward early detections and punish false ones, by profile', () => {
    expect(score({})).toBe(0);
    expect(score({ 50: 1 })).toBeCloseTo(100, 9);
    // Only the earliest counts, and rows on probation do not.
    expect(score({ 3: 1, 50: 1, 55: 1 })).toBeCloseTo(100, 9);
    expect(score({ 59: 1 })).toBeLessThan(65);
    expect(score({ 59: 1 })).toBeGreaterThan(50);
    expect(score({ 30: 1, 50: 1 })).toBeCloseTo(100 - 100 * (0.11 / 2), 9);
    expect(score({ 30: 1, 50: 1 }, lowFp)).toBeCloseTo(100 - 11, 9);
    expect(score({ 30: 1, 50: 1 }, lowFn)).toBeCloseTo(100 - 11 / 3, 9);
    // Just after the window a detection is less wrong than long after it.
    expect(score({ 50: 1, 60: 1 })).toBeGreaterThan(score({ 50: 1, 99: 1 }));
    expect(score({ 50: 1, 99: 1 })).toBeCloseTo(94.5, 9);
  });

  it('should find the best threshold, and take equal scores together', () => {
    const profile = standard;
    expect(scoreNab(series, at({ 30: 2, 50: 3 }), { profile })).toEqual({
      score: expect.closeTo(100, 9),
      threshold: 3,
    });
    expect(
      scoreNab(series, at({ 30: 3, 50: 3 }), { profile }).score,
    ).toBeCloseTo(94.5, 9);
    expect(scoreNab(series, at({ 30: 3 }), { profile }).threshold).toBe(
      Infinity,
    );
  });
});

describe('floors', () => {
  it('should compare a value with the values before it', () => {
    const scores = windowedGaussian([1, 3, 4, 2, 2]);
    expect(scores.slice(0, 3)).toEqual([0, 2e6, 2]);
    expect(scores[3]).toBeCloseTo((8 / 3 - 2) / Math.sqrt(14 / 9), 9);
    const long = windowedGaussian(
      Array.from({ length: 7_000 }, (_, i) => (i < 6_400 ? i % 2 : 9)),
    );
    expect(long[6_400]).toBeCloseTo(17, 6);
    expect(long[6_499]).toBeCloseTo(17, 6);
    expect(long[6_500]).toBeLessThan(8);
  });

  it('should give the same random scores for the same seed', () => {
    const scores = randomScores(1_000, 7);
    expect(randomScores(1_000, 7)).toEqual(scores);
    expect(randomScores(1_000, 8)).not.toEqual(scores);
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...scores)).toBeLessThan(1);
    const mean = scores.reduce((sum, one) => sum + one, 0) / scores.length;
    expect(mean).toBeCloseTo(0.5, 1);
  });
});
