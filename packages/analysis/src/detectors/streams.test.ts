import { AlertGate } from './AlertGate';
import { seededRandom } from './random';
import { StreamExhaustion } from './StreamExhaustion';
import { StreamLevelShift } from './StreamLevelShift';
import { StreamMissingData } from './StreamMissingData';
import { StreamSeasonalOutlier } from './StreamSeasonalOutlier';
import { StreamVarianceShift } from './StreamVarianceShift';

const N = 2_000;
const SEEDS = [1, 2, 3, 4, 5];
const noiseOf = (seed: number) => {
  const random = seededRandom(seed);
  return () => Array.from({ length: 12 }, random).reduce((a, b) => a + b, -6);
};
/** What a detector says of each point, without silence. */
const run = <T>(
  detector: { add(value: number): T | undefined },
  value: (i: number) => number,
): Array<{ at: number; said: T }> =>
  Array.from({ length: N }, (_, at) => ({
    at,
    said: detector.add(value(at)),
  })).flatMap(({ at, said }) => (said === undefined ? [] : [{ at, said }]));

describe('StreamLevelShift', () => {
  it('should report a shift once, soon, and since when', () => {
    for (const seed of SEEDS) {
      const noise = noiseOf(seed);
      const found = run(
        new StreamLevelShift(),
        i => 100 + noise() + (i >= 1_000 ? 6 : 0) + (i === 500 ? 90 : 0),
      );
      expect(found).toHaveLength(1);
      const [{ at, said }] = found;
      expect(at).toBeLessThan(1_010);
      expect(said).toMatchObject({ direction: 'up' });
      expect(Math.abs(said.onset - 1_000)).toBeLessThan(4);
      expect(Math.abs(said.baseline - 100)).toBeLessThan(1);
    }
  });

  it('should report the way back, and survive gaps and constants', () => {
    const found = run(new StreamLevelShift(), i => {
      if (i % 10 === 9) {
        return NaN;
      }
      return i >= 700 && i < 1_400 ? 1 : 5;
    });
    expect(found.map(({ said }) => [said.direction, said.onset])).toEqual([
      ['down', 700],
      ['up', 1_400],
    ]);
    expect(run(new StreamLevelShift(), () => 0)).toEqual([]);
    expect(run(new StreamLevelShift(), i => (i < 2 ? i * 1e300 : NaN))).toEqual(
      [],
    );
    const noise = noiseOf(9);
    expect(run(new StreamLevelShift(), () => 1e12 + noise() / 1e3)).toEqual([]);
  });
});

describe('StreamVarianceShift', () => {
  it('should see more noise, and no level', () => {
    for (const seed of SEEDS) {
      const noise = noiseOf(seed);
      const [{ said }, ...rest] = run(
        new StreamVarianceShift(),
        i => (i < 600 ? 0 : 500) + noise() * (i < 1_000 ? 1 : 8),
      );
      expect(rest).toEqual([]);
      expect(said.direction).toBe('up');
      expect(Math.abs(said.onset - 1_000)).toBeLessThanOrEqual(24);
      expect(said.baseline).toBeGreaterThan(0.5);
      expect(said.baseline).toBeLessThan(2);
    }
    expect(run(new StreamVarianceShift(), () => 3)).toEqual([]);
    expect(run(new StreamVarianceShift(), () => NaN)).toEqual([]);
  });
});

describe('StreamSeasonalOutlier', () => {
  const wave = (i: number) => 30 * Math.sin((2 * Math.PI * i) / 48);

  it('should know what is usual at this time', () => {
    for (const seed of SEEDS) {
      const noise = noiseOf(seed);
      const found = run(
        new StreamSeasonalOutlier(48),
        i => wave(i) + noise() + (i === 1_524 ? 30 : 0),
      );
      // 30 is usual a quarter of a season earlier.
      expect(found.map(({ at }) => at)).toContain(1_524);
      expect(found.filter(({ at }) => at > 400).length).toBeLessThanOrEqual(6);
    }
  });

  it('should need a few seasons, and no more than values', () => {
    expect(run(new StreamSeasonalOutlier(1_500), i => i ** 2)).toEqual([]);
    expect(run(new StreamSeasonalOutlier(48), () => NaN)).toEqual([]);
    expect(run(new StreamSeasonalOutlier(0), () => 5)).toEqual([]);
    const first = run(new StreamSeasonalOutlier(1), i => (i === 900 ? 1 : 0));
    expect(first[0]).toEqual({ at: 900, said: { expected: 0, worth: 5 } });
  });
});

describe('StreamExhaustion', () => {
  it('should forecast a stream of any length from bounded memory', () => {
    const noise = noiseOf(4);
    const disk = new StreamExhaustion({ limit: 100 });
    expect(disk.forecast()).toBeUndefined();
    // Full at point 100 000, of which half have been.
    for (let i = 0; i < 50_000; i++) {
      disk.add(i * 15_000, i % 7 === 0 ? NaN : i / 1_000 + noise());
    }
    const found = disk.forecast(50_000 * 15_000)!;
    expect(found.at / 15_000 / 100_000).toBeCloseTo(1, 1);
    expect(found.earliest).toBeLessThan(found.at);
    expect(found.since).toBeLessThan(1_000 * 15_000);
    const flat = new StreamExhaustion({ limit: 100 });
    for (let i = 0; i < 1_000; i++) {
      flat.add(i, 50);
    }
    expect(flat.forecast()).toBeUndefined();
  });
});

describe('StreamMissingData', () => {
  it('should say so while points are missing, and when they are back', () => {
    const missing = new StreamMissingData();
    for (let time = 0; time <= 1_500; time += 15) {
      expect(missing.add(time)).toBeUndefined();
    }
    expect(missing.check(1_540)).toBeUndefined();
    const gap = { start: 1_515, interval: 15, usual: 15 };
    expect(missing.check(1_560)).toEqual({ ...gap, length: 60 });
    expect(missing.add(1_600)).toEqual({ ...gap, length: 100, end: 1_600 });
    expect(missing.check(1_610)).toBeUndefined();
    // Late to arrive, not missing.
    expect(missing.add(1_590)).toBeUndefined();
    expect(new StreamMissingData().check(1e9)).toBeUndefined();
  });
});

describe('AlertGate', () => {
  const eventsOf = (gate: AlertGate, scores: readonly number[]) =>
    scores.flatMap((score, time) => {
      const event = gate.add(time, score);
      return event
        ? [`${time} ${event.type} since ${event.onset} peak ${event.peak}`]
        : [];
    });

  it('should make one alert of one event', () => {
    const gate = new AlertGate({
      open: 4,
      close: 2,
      confirm: 2,
      calm: 2,
      cooldown: 6,
    });
    const scores = [
      0,
      5,
      0,
      5,
      6,
      3,
      1,
      3,
      1,
      NaN,
      1,
      1,
      1,
      5,
      5,
      9,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      4,
      4,
    ];
    expect(eventsOf(gate, scores)).toEqual([
      '4 opened since 3 peak 6',
      '10 closed since 3 peak 6',
      '14 reopened since 3 peak 6',
      '17 closed since 3 peak 9',
      '25 opened since 24 peak 4',
    ]);
    expect(gate.isOpen).toBe(true);
  });

  it('should open at once and close after three by default', () => {
    const gate = new AlertGate({ open: 1 });
    expect(eventsOf(gate, [1, 0.5, 0.4, 0.4, 0.4, 1])).toEqual([
      '0 opened since 0 peak 1',
      '4 closed since 0 peak 1',
      '5 opened since 5 peak 1',
    ]);
  });
});
