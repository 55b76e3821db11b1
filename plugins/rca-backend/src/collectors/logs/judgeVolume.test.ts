import { Point } from '@internal/analysis';
import { exactRise } from './exactRise';
import { judgeVolume } from './judgeVolume';

describe('exactRise', () => {
  const of = (count: number, seconds: number) => ({ count, seconds });

  it.each<[number, number, number, number, number]>([
    // One of one in half the time, three of three in a tenth: by hand.
    [0, 1, 1, 1, 0.5],
    [0, 90, 3, 10, 0.001],
    // P(X >= 8) of 10 with p = 1/2: 56 of 1024.
    [2, 60, 8, 60, 56 / 1024],
    [5, 60, 0, 60, 1],
    // P(X >= 60) of 100 with p = 1/2, from a table.
    [40, 60, 60, 60, 0.0284439668],
    [3, 0, 4, 60, 1],
    [3, 60, 4, 0, 0],
  ])('of %d in %d s and %d in %d s is %d', (a, b, c, d, expected) => {
    expect(exactRise(of(a, b), of(c, d))).toBeCloseTo(expected, 8);
  });

  it('stays a probability for large counts', () => {
    const same = exactRise(of(1e6, 1_000), of(1e5, 100));
    expect(same).toBeGreaterThan(0.45);
    expect(same).toBeLessThan(0.55);
    expect(exactRise(of(1_000, 1_000), of(5_000, 100))).toBe(0);
  });
});

describe('judgeVolume', () => {
  const STEP = 30;
  const BUCKETS = 120;
  const target = { service: 'cart', namespace: 'team-a-prod', isSubject: true };
  /** Lines of each bucket; the last one is still filling. */
  const judge = (countOf: (bucket: number) => number) => {
    const points = Array.from(
      { length: BUCKETS + 1 },
      (_, i): Point => [i * STEP, i === BUCKETS ? 0 : countOf(i)],
    );
    return judgeVolume(
      target as never,
      [{ target, pod: 'cart-1', points }] as never,
      { windowFrom: 0, stepSeconds: STEP },
    )!.facts;
  };

  it.each<[string, (bucket: number) => number, boolean]>([
    ['nothing', () => 0, false],
    ['one line a minute all the time', i => i % 2, false],
    // Few lines at the end of a quiet hour: the edge.
    ['two lines in the last bucket', i => (i === 119 ? 2 : 0), false],
    ['four lines in the last two minutes', i => (i >= 116 ? 1 : 0), false],
    [
      'three lines more than three',
      i => (i >= 117 || i % 40 === 0 ? 1 : 0),
      false,
    ],
    ['twelve lines in the last three minutes', i => (i >= 114 ? 2 : 0), true],
    ['ten times as many as before', i => (i >= 90 ? 20 : 2), true],
    ['fewer than before', i => (i >= 90 ? 2 : 20), false],
  ])('of %s', (_, countOf, anomalous) => {
    expect(judge(countOf).anomalous).toBe(anomalous);
  });

  it('is silent about chance: quiet services are seldom called anomalous', () => {
    let seed = 1;
    const random = () => {
      seed = (seed * 16807) % 2147483647;
      return seed / 2147483647;
    };
    let alarms = 0;
    const runs = 400;
    for (let run = 0; run < runs; run++) {
      // From one line an hour to three a minute.
      const rate = (run % 20) / 13 + 0.01;
      alarms += judge(
        () => (random() < rate / 2 ? 1 : 0) + (random() < rate / 2 ? 1 : 0),
      ).anomalous
        ? 1
        : 0;
    }
    expect(alarms).toBeLessThanOrEqual(1);
  });
});
