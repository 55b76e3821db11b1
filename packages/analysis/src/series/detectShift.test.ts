import fc from 'fast-check';
import { detectShift, Point } from './detectShift';
import { segmentSeries } from './segmentSeries';
import { describeBaseline, quantile } from './statistics';

const STEP_SECONDS = 15;

/** Deterministic noise between -1 and 1 (mulberry32). */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

/** A curve of levels, each `[points, level]`, with noise of the given amplitude. */
function curve(
  levels: Array<[points: number, level: number]>,
  options: { amplitude?: number; seed?: number; smooth?: number } = {},
): Point[] {
  const random = noise(options.seed ?? 1);
  const raw = levels.flatMap(([points, level]) =>
    Array.from(
      { length: points },
      () => level + random() * (options.amplitude ?? 1),
    ),
  );
  const window = options.smooth ?? 1;
  return raw.map((_, i): Point => {
    const part = raw.slice(Math.max(0, i - window + 1), i + 1);
    return [i * STEP_SECONDS, part.reduce((a, b) => a + b, 0) / part.length];
  });
}

describe('detectShift', () => {
  it.each([
    [
      'a step up',
      curve([
        [200, 10],
        [40, 30],
      ]),
      200,
      'up',
    ],
    [
      'a step down to nothing',
      curve([
        [200, 10],
        [40, 0],
      ]),
      200,
      'down',
    ],
    [
      'a step that began a minute ago',
      curve([
        [236, 10],
        [4, 60],
      ]),
      236,
      'up',
    ],
    [
      'a step in a smoothed rate',
      curve(
        [
          [220, 10],
          [20, 40],
        ],
        { smooth: 4 },
      ),
      220,
      'up',
    ],
    [
      'a baseline of zeros',
      curve(
        [
          [200, 0],
          [12, 0.3],
        ],
        { amplitude: 0 },
      ),
      200,
      'up',
    ],
    [
      'an earlier incident that was over',
      curve([
        [80, 10],
        [30, 50],
        [80, 10],
        [30, 40],
      ]),
      190,
      'up',
    ],
    [
      'an onset in two steps',
      curve([
        [150, 10],
        [20, 25],
        [30, 50],
      ]),
      150,
      'up',
    ],
  ])('should find %s', (_name, points, index, direction) => {
    const shift = detectShift(points);
    expect(shift?.direction).toBe(direction);
    const foundIndex = shift!.onset / STEP_SECONDS;
    expect(Math.abs(foundIndex - index)).toBeLessThanOrEqual(3);
    expect(shift!.score).toBeGreaterThan(4);
  });

  it.each([
    ['nothing', []],
    [
      'too few points',
      curve([
        [3, 1],
        [3, 9],
      ]),
    ],
    ['a constant', curve([[100, 5]], { amplitude: 0 })],
    ['noise', curve([[240, 10]])],
    ['smooth noise', curve([[240, 10]], { smooth: 4, seed: 7 })],
    [
      'one outlier at the end',
      curve([
        [239, 10],
        [1, 500],
      ]),
    ],
    [
      'an incident that is over',
      curve([
        [100, 10],
        [30, 50],
        [110, 10],
      ]),
    ],
    [
      'a slow drift',
      curve(
        Array.from({ length: 240 }, (_, i): [number, number] => [
          1,
          10 + i / 20,
        ]),
      ),
    ],
  ])('should find no shift in %s', (_name, points) => {
    expect(detectShift(points)).toBeUndefined();
  });

  it('should leave small shifts to the reader who asks for them', () => {
    const points = curve(
      [
        [200, 10],
        [40, 14],
      ],
      { amplitude: 0.1 },
    );
    expect(detectShift(points)).toMatchObject({ direction: 'up' });
    expect(detectShift(points, { minAbsolute: 5 })).toBeUndefined();
    expect(detectShift(points, { minRelative: 0.5 })).toBeUndefined();
  });

  it('should not depend on unit or sign', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 20, max: 150 }),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (seed, at, scale) => {
          const points = curve(
            [
              [at, 10],
              [170 - at, 30],
            ],
            { seed },
          );
          const shift = detectShift(points)!;
          const flipped = detectShift(
            points.map(([time, value]): Point => [time, -value * scale]),
          )!;
          expect(Math.abs(shift.onset / STEP_SECONDS - at)).toBeLessThanOrEqual(
            2,
          );
          expect(flipped.onset).toBe(shift.onset);
          expect(flipped.direction).toBe('down');
          expect(flipped.current).toBeCloseTo(-shift.current * scale, 6);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('should rarely find a shift in pure noise', () => {
    const seeds = Array.from({ length: 200 }, (_, i) => i + 1);
    const alarms = seeds.filter(seed =>
      detectShift(curve([[240, 10]], { seed, smooth: 4 })),
    );
    expect(alarms.length).toBeLessThanOrEqual(2);
  });
});

describe('segmentSeries', () => {
  it('should cover every point once, whatever the values', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.double({
            noNaN: true,
            noDefaultInfinity: true,
            min: -1e9,
            max: 1e9,
          }),
          { maxLength: 200 },
        ),
        values => {
          const segments = segmentSeries(values);
          expect(segments[0].start).toBe(0);
          expect(segments.at(-1)!.end).toBe(values.length);
          segments.slice(1).forEach((segment, i) => {
            expect(segment.start).toBe(segments[i].end);
          });
        },
      ),
    );
  });
});

describe('statistics', () => {
  it('should describe values by order statistics', () => {
    expect(describeBaseline([1, 2, 3, 4, 1000])).toEqual({
      count: 5,
      median: 3,
      sigma: 1.4826,
      p05: expect.closeTo(1.2),
      p95: expect.closeTo(800.8),
    });
    expect(quantile([], 0.5)).toBeNaN();
  });
});
