import fc from 'fast-check';
import {
  correlateChanges,
  detectJointOutliers,
  detectLevelShifts,
  detectMissingData,
  detectOutliers,
  detectVarianceShifts,
  falseDiscoveryRates,
  findSeason,
  forecastExhaustion,
  IsolationForest,
} from '.';
import { seededRandom } from './random';

const N = 400;
const series = (value: (i: number, noise: number) => number, seed = 1) => {
  const random = seededRandom(seed);
  // Nearly normal, deviation 1 (Irwin and Hall).
  const noise = () =>
    Array.from({ length: 12 }, random).reduce((sum, one) => sum + one, -6);
  return Array.from({ length: N }, (_, i) => value(i, noise()));
};
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** What every detector must survive; none of it is an anomaly. */
const CALM: Array<[string, number[]]> = [
  ['nothing', []],
  ['one point', [1]],
  ['two points', [1, 100]],
  ['a constant', new Array(N).fill(7)],
  ['a constant of the largest size', new Array(N).fill(Number.MAX_VALUE / 1e9)],
  ['tiny noise on a huge level', series((_, noise) => 1e12 + noise * 1e-3)],
];

describe.each(CALM)('%s', (_name, values) => {
  it('should be calm', () => {
    expect(detectLevelShifts(values)).toEqual([]);
    expect(detectVarianceShifts(values)).toEqual([]);
    expect(
      detectOutliers(
        values.map(value => value - values[0]),
        values[0],
      ),
    ).toEqual([]);
    expect(detectMissingData(values.map((_value, i) => i))).toEqual([]);
    expect(findSeason(values)).toBeUndefined();
    const points = values.map((value, i) => [i, value] as const);
    expect(forecastExhaustion(points, { limit: 1e300 })).toBeUndefined();
    expect(detectJointOutliers([values, values], { seed: 1 })).toEqual([]);
  });
});

describe('detectLevelShifts', () => {
  it.each<
    [string, (i: number) => number, Array<{ start: number; end: number }>]
  >([
    ['a step', i => (i < 300 ? 0 : 8), [{ start: 300, end: N }]],
    ['a hump', i => (i >= 150 && i < 250 ? -9 : 0), [{ start: 150, end: 250 }]],
    [
      'a hump and its contrary',
      i => (i >= 100 && i < 150 ? 9 : 0) - (i >= 250 && i < 300 ? 9 : 0),
      [
        { start: 100, end: 150 },
        { start: 250, end: 300 },
      ],
    ],
    [
      'steps in one direction: one event',
      i => (i < 250 ? 0 : 10) + (i < 320 ? 0 : 10),
      [{ start: 250, end: N }],
    ],
    ['a spike', i => (i === 200 ? 60 : 0), []],
    ['a drift', i => i / 20, []],
  ])('should see %s', (_name, level, expected) => {
    for (const seed of SEEDS) {
      const found = detectLevelShifts(
        series((i, noise) => level(i) + noise, seed),
      );
      expect(found).toHaveLength(expected.length);
      found.forEach(({ start, end }, i) => {
        // The noise may hide a point or two.
        expect(Math.abs(start - expected[i].start)).toBeLessThanOrEqual(3);
        expect(Math.abs((end ?? N) - expected[i].end)).toBeLessThanOrEqual(3);
      });
    }
  });

  it('should leave out what is too small to matter', () => {
    const values = series((i, noise) => 100 + noise + (i < 300 ? 0 : 9));
    expect(detectLevelShifts(values, { minAbsolute: 8 })).toHaveLength(1);
    expect(detectLevelShifts(values, { minAbsolute: 11 })).toEqual([]);
    expect(detectLevelShifts(values, { minRelative: 0.2 })).toEqual([]);
  });
});

describe('detectVarianceShifts', () => {
  it('should see more and less noise, whatever the level', () => {
    for (const seed of SEEDS) {
      const wide = (i: number) => (i >= 150 && i < 280 ? 6 : 1);
      const [shift, ...rest] = detectVarianceShifts(
        series((i, noise) => (i < 200 ? 0 : 50) + noise * wide(i), seed),
      );
      expect(rest).toEqual([]);
      expect(Math.abs(shift.start - 150)).toBeLessThan(12);
      expect(Math.abs(shift.end! - 280)).toBeLessThan(12);
      expect(shift.current / shift.baseline).toBeGreaterThan(3);
      expect(shift.chance).toBeLessThan(0.01);
      const [less] = detectVarianceShifts(
        series((i, noise) => noise * (i < 200 ? 8 : 1), seed),
      );
      expect(less.current).toBeLessThan(less.baseline / 3);
      expect(detectVarianceShifts(series((_, noise) => noise, seed))).toEqual(
        [],
      );
    }
  });
});

describe('findSeason and detectOutliers', () => {
  const PERIOD = 48;
  const wave = (i: number) => 30 * Math.sin((2 * Math.PI * i) / PERIOD);
  const peaksOf = (values: number[]) =>
    detectOutliers(findSeason(values)!.remainder).map(({ peak }) => peak);

  it('should find a value that is unusual at its time only', () => {
    for (const seed of SEEDS) {
      // 25 is usual at noon, and not at midnight.
      const values = series(
        (i, noise) => wave(i) + noise + (i === 228 ? 25 : 0),
        seed,
      );
      expect(findSeason(values)!.period).toBe(PERIOD);
      expect(peaksOf(values)).toEqual([228]);
      expect(Math.max(...values)).toBeLessThan(36);
    }
  });

  it('should forgive what happens each time, and missing values', () => {
    const values = series((i, noise) =>
      i % 5 === 3 ? NaN : wave(i) + noise + (i % PERIOD === 10 ? 80 : 0),
    );
    expect(findSeason(values)!.period).toBe(PERIOD);
    expect(peaksOf(values)).toEqual([]);
    expect(findSeason(series((_, noise) => noise))).toBeUndefined();
    expect(findSeason(series((i, noise) => i + noise))).toBeUndefined();
  });

  it('should make one event of neighbours and none of what is common', () => {
    const burst = series((i, noise) => noise + (i >= 200 && i < 203 ? 40 : 0));
    expect(detectOutliers(burst)).toMatchObject([{ start: 200, end: 203 }]);
    const first = new Array(N).fill(0).map((_, i) => (i === 200 ? 1 : 0));
    expect(detectOutliers(first)).toMatchObject([{ peak: 200, chance: 0 }]);
    expect(detectOutliers(first.map((_, i) => (i % 40 === 0 ? 1 : 0)))).toEqual(
      [],
    );
    // Many large values are a heavy tail.
    expect(detectOutliers(series((_, noise) => Math.exp(noise)))).toEqual([]);
  });
});

describe('forecastExhaustion', () => {
  const points = (value: (i: number, noise: number) => number, seed = 1) =>
    series(value, seed).map((one, i) => [i * 60, one] as const);

  it('should say when, with an interval that holds the truth', () => {
    let inside = 0;
    for (let seed = 1; seed <= 40; seed++) {
      // Reaches 100 at point 1 000.
      const found = forecastExhaustion(
        points((i, noise) => 50 + i / 20 + noise * 3, seed),
        { limit: 100 },
      )!;
      expect(found.at).toBeGreaterThan(found.earliest);
      expect(found.at).toBeLessThan(found.latest!);
      inside += found.earliest <= 60_000 && found.latest! >= 60_000 ? 1 : 0;
    }
    expect(inside).toBeGreaterThanOrEqual(34);
  });

  it('should know a countdown to the second, and what began lately', () => {
    const certificate = points(i => 86_400 - i * 60);
    expect(forecastExhaustion(certificate, { limit: 0 })).toMatchObject({
      at: 86_400,
      earliest: 86_400,
      latest: 86_400,
      slope: -1,
    });
    const lately = forecastExhaustion(
      points((i, noise) => 20 + Math.max(0, i - 320) / 2 + noise / 10),
      { limit: 100 },
    )!;
    expect(lately.at / 60).toBeGreaterThan(470);
    expect(lately.at / 60).toBeLessThan(490);
    // Cleaned up at point 200, and again on the way.
    // The same line, asked about a time at which it would be past the limit.
    expect(
      forecastExhaustion(certificate, { limit: 0, now: 1e12 }),
    ).toBeUndefined();
    const sawtooth = forecastExhaustion(
      points((i, noise) => 20 + (i % 200) / 4 + noise / 10),
      { limit: 100 },
    )!;
    expect(sawtooth.since).toBe(200 * 60);
    expect(Math.abs(sawtooth.at / 60 - 520)).toBeLessThan(10);
  });

  it('should say nothing without a trend towards the limit', () => {
    const limit = 100;
    let reports = 0;
    for (const seed of SEEDS) {
      const flat = points((_, noise) => 50 + noise, seed);
      reports += forecastExhaustion(flat, { limit }) ? 1 : 0;
      const away = points((i, noise) => 50 - i / 20 + noise, seed);
      expect(forecastExhaustion(away, { limit })).toBeUndefined();
    }
    expect(reports).toBeLessThanOrEqual(1);
  });
});

describe('detectMissingData', () => {
  const times = Array.from({ length: 50 }, (_, i) => i * 15);

  it('should see pauses, also one that lasts', () => {
    const broken = times.filter(time => time < 300 || time > 450);
    expect(detectMissingData(broken, { now: 1_000 })).toEqual([
      { start: 300, end: 465, length: 180, interval: 15, usual: 15 },
      { start: 750, length: 265, interval: 15, usual: 15 },
    ]);
    expect(detectMissingData(times, { now: 770 })).toEqual([]);
  });

  it('should not miss what never comes evenly', () => {
    const bursts = times.map((time, i) => time + 600 * Math.floor(i / 5));
    expect(detectMissingData(bursts)).toEqual([]);
    expect(detectMissingData([5, 5, 5, 5])).toEqual([]);
  });
});

describe('several series', () => {
  it('should find a combination that no series shows alone', () => {
    const load = series((i, noise) => 50 + 20 * Math.sin(i / 9) + noise);
    const latency = series((_, noise) => noise / 20, 2).map(
      (noise, i) => load[i] / 10 + noise,
    );
    load[301] = 70;
    latency[301] = 3;
    const [found, ...rest] = detectJointOutliers([load, latency], { seed: 3 });
    expect(rest).toEqual([]);
    expect(found).toMatchObject({ start: 301, end: 302, peak: 301 });
    expect(found.deviations.every(one => Math.abs(one) < 2)).toBe(true);
    expect(detectJointOutliers([load, latency], { seed: 3 })).toEqual([found]);
  });

  it('should score by seed, and the lonely row highest', () => {
    const rows = series((_, noise) => noise).map((x, i) => [x, (i % 7) / 3]);
    const forest = IsolationForest.fit(rows, { seed: 5 });
    const again = IsolationForest.fit(rows, { seed: 5 });
    expect(rows.map(row => forest.score(row))).toEqual(
      rows.map(row => again.score(row)),
    );
    expect(IsolationForest.fit(rows, { seed: 6 }).score(rows[0])).not.toBe(
      forest.score(rows[0]),
    );
    expect(forest.score([30, 30])).toBeGreaterThan(0.7);
    expect(forest.score([0, 1])).toBeLessThan(0.5);
    expect(IsolationForest.fit([], { seed: 1 }).score([1])).toBe(0);
  });

  it('should say which series changed together, and in which order', () => {
    const changes = [
      { id: 'cart', onset: 1_015 },
      { id: 'redis', onset: 1_000 },
      { id: 'checkout', onset: 1_060 },
      { id: 'cart', onset: 1_090 },
      { id: 'batch', onset: 9_000 },
      { id: 'frontend', onset: 1_061 },
    ];
    const options = { tolerance: 120, resolution: 15, span: 86_400 };
    const groups = correlateChanges(changes, options);
    expect(groups).toMatchObject([
      {
        from: 1_000,
        to: 1_061,
        size: 4,
        order: [
          { id: 'redis', place: 1 },
          { id: 'cart', place: 1 },
          { id: 'checkout', place: 3 },
          { id: 'frontend', place: 3 },
        ],
      },
    ]);
    expect(groups[0].chance).toBeLessThan(1e-4);
    expect(correlateChanges([...changes].reverse(), options)).toEqual(groups);
    expect(correlateChanges([], options)).toEqual([]);
    // In a short time anything falls together.
    expect(correlateChanges(changes, { ...options, span: 200 })[0].chance).toBe(
      1,
    );
  });
});

describe('falseDiscoveryRates', () => {
  it('should agree with the definition', () => {
    expect(falseDiscoveryRates([0.01, 0.04, 0.03, 0.5])).toEqual([
      0.04,
      expect.closeTo(0.0533, 3),
      expect.closeTo(0.0533, 3),
      0.5,
    ]);
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        chances => {
          const rates = falseDiscoveryRates(chances);
          rates.forEach((rate, i) =>
            expect(rate).toBeGreaterThanOrEqual(chances[i] * (1 - 1e-9)),
          );
        },
      ),
    );
  });
});
