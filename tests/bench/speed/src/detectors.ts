import {
  AlertGate,
  detectLevelShifts,
  detectMissingData,
  detectOutliers,
  detectSeriesAnomalies,
  detectVarianceShifts,
  Point,
  StreamDetector,
  StreamExhaustion,
  StreamLevelShift,
  StreamMissingData,
  StreamSeasonalOutlier,
  StreamVarianceShift,
} from '@internal/analysis';
import { formatRate, measureByTurns, verdict } from './measure';
import { seededRandom } from './seededRandom';

const STREAM_POINTS = 400_000;
const BATCH_POINTS = 200_000;
const MINUTES_5_MS = 300_000;
const DAY_ROWS = 288;
const TARGET = 5_000_000;
/** An hour and six hours at 15 s, a week at a minute. */
const LENGTHS = [240, 1_440, 10_080];

/** Each detector alone, as streams and over whole series, and the whole of what a scan does. */
export function benchDetectors(rounds: number, print: (text: string) => void) {
  const values = dailyWave(STREAM_POINTS);
  const times = values.map((_, i) => i * MINUTES_5_MS);
  print(
    `\nstreams, ${STREAM_POINTS} points: a daily wave with noise and rare spikes`,
  );
  const streams = measureByTurns(
    {
      'StreamDetector (six ways at once, as on NAB)': () => {
        const detector = new StreamDetector({ intervalMs: MINUTES_5_MS });
        return values.filter(value => detector.add(value).isAnomaly).length;
      },
      StreamLevelShift: () => {
        const detector = new StreamLevelShift();
        return values.filter(value => detector.add(value)).length;
      },
      StreamVarianceShift: () => {
        const detector = new StreamVarianceShift();
        return values.filter(value => detector.add(value)).length;
      },
      StreamSeasonalOutlier: () => {
        const detector = new StreamSeasonalOutlier(DAY_ROWS);
        return values.filter(value => detector.add(value)).length;
      },
      StreamExhaustion: () => {
        const detector = new StreamExhaustion({ limit: 1e9 });
        values.forEach((value, i) => detector.add(times[i], value));
        return detector.forecast();
      },
      StreamMissingData: () => {
        const detector = new StreamMissingData();
        return times.filter(time => detector.add(time)).length;
      },
      AlertGate: () => {
        const gate = new AlertGate({ open: 80 });
        return values.filter((value, i) => gate.add(times[i], value)).length;
      },
    },
    STREAM_POINTS,
    rounds,
  );
  report(streams, print);
  for (const length of LENGTHS) {
    const count = Math.ceil(BATCH_POINTS / length);
    const calm = Array.from({ length: count }, (_, i) => noisy(length, i, 0));
    const shifted = calm.map((_, i) => noisy(length, i, 8));
    const points = calm.map(series =>
      series.map((value, i): Point => [i * MINUTES_5_MS, value]),
    );
    print(`\nwhole series of ${length} points, ${count} series`);
    const batch = measureByTurns(
      {
        'level change points, calm series': () =>
          calm.map(one => detectLevelShifts(one)),
        'level change points, each with one change': () =>
          shifted.map(one => detectLevelShifts(one)),
        'variance change points': () => calm.map(detectVarianceShifts),
        outliers: () => calm.map(one => detectOutliers(one)),
        'missing data': () =>
          calm.map(one => detectMissingData(times.slice(0, one.length))),
        'detectSeriesAnomalies: all of them and the season': () =>
          points.map(one => detectSeriesAnomalies(one)),
      },
      count * length,
      rounds,
    );
    report(batch, print);
  }
}

function report(
  measured: ReturnType<typeof measureByTurns>,
  print: (text: string) => void,
) {
  for (const [name, one] of Object.entries(measured)) {
    print(`${formatRate(name, one, 'points')}: ${verdict(one.cpu, TARGET)}`);
  }
}

function dailyWave(count: number): number[] {
  const random = seededRandom(7);
  return Array.from(
    { length: count },
    (_, i) =>
      50 +
      20 * Math.sin((2 * Math.PI * i) / DAY_ROWS) +
      4 * random() +
      (random() < 1e-3 ? 30 : 0),
  );
}

/** Nearly normal noise of deviation 0.5 with a step at four fifths. */
function noisy(count: number, seed: number, step: number): number[] {
  const random = seededRandom(seed + 1);
  return Array.from(
    { length: count },
    (_, i) =>
      random() + random() + random() + (i >= 0.8 * count ? step / 2 : 0),
  );
}
