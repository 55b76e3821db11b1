import { randomNumbers } from '../__testUtils__/SyntheticCompany';
import type { Point } from '../series';
import { metricShifts } from './metricShift';

const random = randomNumbers(3);

/** Noise around a level until the onset at 0, then what is given. */
function series(past: number, level: number, noise: number, after: number[]) {
  const before = Array.from(
    { length: past },
    (_, i): Point => [i - past, level + noise * (random() - 0.5)],
  );
  return { points: [...before, ...after.map((v, i): Point => [i, v])] };
}

const calm = () => series(200, 10, 1, [10, 10.2, 9.9]);
const crowd = Array.from({ length: 10 }, calm);

describe('metricShifts', () => {
  it('should measure a rise by what the series usually does', () => {
    const [quiet, wild, same] = metricShifts(
      [
        series(200, 10, 1, [10, 14, 14]),
        series(200, 10, 16, [10, 14, 14]),
        calm(),
        ...crowd,
      ],
      0,
    );
    expect(quiet).toMatchObject({ peak: 14 });
    expect(quiet!.level).toBeCloseTo(10, 0);
    expect(quiet!.nats).toBeGreaterThan(4);
    expect(wild!.nats).toBeLessThan(1);
    expect(same!.nats).toBeLessThan(1);
  });

  it('should not believe one wild value, nor a drift, nor a fall', () => {
    const drifting = {
      points: Array.from({ length: 200 }, (_, i): Point => [i - 197, i / 10]),
    };
    const shifts = metricShifts(
      [
        series(200, 10, 1, [10, 13, 10]),
        drifting,
        series(200, 10, 1, [2, 2, 2]),
        ...crowd,
      ],
      0,
    );
    expect(shifts[0]!.nats).toBeLessThan(3);
    expect(shifts[1]!.nats).toBeLessThan(1);
    expect(shifts[2]!.nats).toBe(0);
  });

  it('should lean on the others where there is no past', () => {
    const noisy = Array.from({ length: 20 }, () => {
      const level = 10;
      return series(2, level, 6, [level + 6 * random(), level + 6 * random()]);
    });
    const risen = series(2, 10, 1, [15, 15]);
    const amongNoisy = metricShifts([risen, ...noisy], 0)[0]!;
    const calmOnes = noisy.map(() => series(2, 10, 0.2, [10, 10]));
    const amongCalm = metricShifts([risen, ...calmOnes], 0)[0]!;
    expect(amongNoisy.nats).toBeLessThan(2);
    expect(amongCalm.nats).toBeGreaterThan(amongNoisy.nats + 2);
  });

  it('should compare with another time where one is given, but not its level', () => {
    const reference = series(300, 4, 1, []).points;
    const [shift] = metricShifts(
      [{ ...series(3, 10, 0.5, [10, 10.1]), reference }, ...crowd],
      0,
    );
    expect(shift!.nats).toBeLessThan(1);
  });

  it('should count a point just before the onset on neither side', () => {
    const one = series(200, 10, 1, [20, 20]);
    const late = metricShifts([one, ...crowd], 0.9)[0]!;
    expect(late.level).toBeLessThan(11);
    expect(late.nats).toBeGreaterThan(4);
  });

  it('should say nothing of nothing', () => {
    expect(
      metricShifts(
        [{ points: [] }, { points: [[-1, 5]] }, { points: [[1, 5]] }],
        0,
      ),
    ).toEqual([undefined, undefined, undefined]);
    expect(metricShifts([], 0)).toEqual([]);
  });
});
