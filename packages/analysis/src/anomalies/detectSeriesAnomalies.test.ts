import { seededRandom } from '../detectors/random';
import type { Point } from '../series';
import { detectSeriesAnomalies } from './detectSeriesAnomalies';
import { anomalyKinds, SeriesAnomalyOptions } from './types';

const STEP_MS = 15_000;
const N = 480;
const START = Date.UTC(2026, 0, 5);

const points = (
  value: (i: number, noise: number) => number,
  options: { n?: number; seed?: number; stepMs?: number } = {},
): Point[] => {
  const random = seededRandom(options.seed ?? 1);
  const noise = () =>
    Array.from({ length: 12 }, random).reduce((a, b) => a + b, -6);
  return Array.from({ length: options.n ?? N }, (_, i) => [
    START + i * (options.stepMs ?? STEP_MS),
    value(i, noise()),
  ]);
};
/** Each event in a word: kind, direction, the points from and to which it goes. */
const eventsOf = (all: readonly Point[], options?: SeriesAnomalyOptions) => {
  const place = (time: number | undefined) =>
    time === undefined
      ? ''
      : Math.round((time - all[0][0]) / (all[1][0] - all[0][0]));
  return detectSeriesAnomalies(all, options).map(
    ({ kind, direction, onset, end }) =>
      `${kind} ${direction} ${place(onset)}-${place(end)}`,
  );
};

describe('detectSeriesAnomalies', () => {
  it.each<[string, (i: number, noise: number) => number, string[]]>([
    ['a step', (i, x) => 10 + x + (i < 400 ? 0 : 20), ['level-shift up 400-']],
    [
      'a hump, its noise and its first point: one event',
      (i, x) => {
        const isIn = i >= 200 && i < 260;
        return 10 + x * (isIn ? 4 : 1) + (isIn ? 50 : 0) + (i === 200 ? 90 : 0);
      },
      ['level-shift up 200-260'],
    ],
    [
      'a spike',
      (i, x) => 10 + x + (i === 300 ? 40 : 0),
      ['outlier up 300-301'],
    ],
    ['silence', (i, x) => (i < 440 ? 30 + x : 0), ['level-shift down 440-']],
    [
      'missing values',
      (i, x) => (i >= 100 && i < 150 ? NaN : 5 + x),
      ['missing-data none 100-150'],
    ],
    ['noise', (_, x) => 10 + x, []],
    [
      'a smooth rate',
      (() => {
        let last = 0;
        return (_: number, x: number) => (last = 0.8 * last + x);
      })(),
      [],
    ],
    ['a constant', () => 3, []],
    ['no value at all', () => NaN, []],
    ['infinities', i => (i % 2 ? Infinity : -Infinity), []],
    ['the largest numbers', i => (i % 2 ? 1e300 : 1.1e300), []],
  ])('should see %s', (_name, value, expected) => {
    expect(eventsOf(points(value))).toEqual(expected);
  });

  it('should say how sure it is, what was to be expected and what was seen', () => {
    const [shift, ...rest] = detectSeriesAnomalies(
      points((i, x) => 100 + x + (i < 400 ? 0 : 12)),
    );
    expect(rest).toEqual([]);
    expect(shift.strength).toBeGreaterThan(0.5);
    expect(shift.strength).toBeLessThan(0.75);
    expect(shift.confidence).toBe(0.999);
    expect(shift.expected.low).toBeGreaterThan(95);
    expect(shift.expected.high).toBeLessThan(105);
    expect(Math.abs(shift.observed - 112)).toBeLessThan(1);
    expect(shift.explanation).toMatch(
      /^rose from 100(\.\d)? to 11[12](\.\d)?$/,
    );
  });

  it('should tell more noise from a new level', () => {
    const all = points((i, x) => 50 + x * (i < 250 ? 1 : 6));
    expect(detectSeriesAnomalies(all)).toMatchObject([
      { kind: 'variance-shift', direction: 'up', end: undefined },
    ]);
  });

  it('should know the season, or be told', () => {
    const day = 288;
    const wave = (i: number) => 50 + 20 * Math.sin((2 * Math.PI * i) / day);
    const week = (extra: (i: number) => number) =>
      points((i, x) => wave(i) + x + extra(i), { n: 7 * day, stepMs: 300_000 });
    expect(eventsOf(week(() => 0))).toEqual([]);
    // Less than the wave's own peak, but at its lowest time.
    const unusual = week(i => (i === 5 * day + 216 ? 25 : 0));
    expect(eventsOf(unusual)).toEqual([
      `outlier up ${5 * day + 216}-${5 * day + 217}`,
    ]);
    expect(eventsOf(unusual, { seasonMs: 86_400_000 })).toHaveLength(1);
    expect(
      eventsOf(unusual, { seasonMs: 0 }).filter(one =>
        one.startsWith('outlier'),
      ),
    ).toEqual([]);
    expect(eventsOf(week(i => (i >= 1_900 ? 20 : 0)))).toEqual([
      'level-shift up 1900-',
    ]);
  });

  it('should say when a limit is reached, once', () => {
    const disk = points((i, x) => 40 + i / 20 + x / 2);
    const [found, ...rest] = detectSeriesAnomalies(disk, {
      limit: { value: 100 },
    });
    expect(rest).toEqual([]);
    expect(found).toMatchObject({
      kind: 'exhaustion',
      direction: 'up',
      onset: START,
    });
    const { at, earliest, latest } = found.forecast!;
    expect((at - START) / STEP_MS / 1_200).toBeCloseTo(1, 1);
    expect(earliest).toBeLessThan(at);
    expect(latest).toBeGreaterThan(at);
    expect(found.explanation).toMatch(
      /^reaches 100 in [\d.]+ h \(95 % interval/,
    );
    // JSON has no infinities.
    expect(JSON.parse(JSON.stringify(found))).toEqual({ ...found });
    expect(eventsOf(disk)).toEqual([]);
    const near = { value: 100, horizonMs: 600_000 };
    expect(eventsOf(disk, { limit: near })).toEqual([]);
    // A certificate: seconds left, one point a day.
    const left = points(i => (20 - i) * 86_400, { n: 15, stepMs: 86_400_000 });
    expect(
      detectSeriesAnomalies(left, { limit: { value: 0 } })[0].forecast!.at,
    ).toBe(START + 20 * 86_400_000);
  });

  it('should keep to what is asked', () => {
    const all = points(
      (i, x) => 10 + x + (i < 400 ? 0 : 20) + (i === 100 ? 50 : 0),
    );
    expect(eventsOf(all)).toEqual([
      'outlier up 100-101',
      'level-shift up 400-',
    ]);
    expect(eventsOf(all, { kinds: ['outlier'] })).toEqual([
      'outlier up 100-101',
    ]);
    expect(eventsOf(all, { minAbsolute: 30 })).toEqual(['outlier up 100-101']);
    expect(eventsOf(all, { minRelative: 10 })).toEqual([]);
    const now = START + 2 * N * STEP_MS;
    expect(eventsOf(all, { kinds: ['missing-data'], now })).toEqual([
      'missing-data none 480-',
    ]);
    expect(new Set(anomalyKinds).size).toBe(anomalyKinds.length);
  });

  it('should not mind duplicates, disorder and few points', () => {
    const all = points((i, x) => 10 + x + (i < 400 ? 0 : 20));
    const messy = all.flatMap((point, i) =>
      i % 3 === 0 ? [point, point, all[0]] : [point],
    );
    expect(detectSeriesAnomalies(messy)).toEqual(detectSeriesAnomalies(all));
    expect(detectSeriesAnomalies([])).toEqual([]);
    expect(detectSeriesAnomalies(all.slice(0, 1))).toEqual([]);
    expect(detectSeriesAnomalies(all.slice(399, 401))).toEqual([]);
    // A time far away must not make a grid of billions of points.
    expect(
      detectSeriesAnomalies([...all.slice(0, 50), [1e15, 10]], {
        kinds: ['outlier'],
      }),
    ).toEqual([]);
  });

  it('should report a calm series hardly ever', () => {
    let reports = 0;
    for (let seed = 1; seed <= 60; seed++) {
      reports += detectSeriesAnomalies(
        points((_, x) => Math.exp(x / 3), { seed }),
      ).length;
    }
    expect(reports).toBeLessThanOrEqual(2);
  });
});
