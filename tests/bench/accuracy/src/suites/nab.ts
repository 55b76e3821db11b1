import { StreamDetector } from '@internal/analysis';
import { absentNabSeries, listNabSeries, NabSeries } from '../data/nab';
import { NAB_PROFILES, scoreNab } from '../scoring/nab';
import { randomScores, windowedGaussian } from '../scoring/nabFloors';
import { mean } from '../scoring/ranking';
import { Suite } from '../types';

const SEEDS = [1, 2, 3, 4, 5];
/** Rows from whose times the interval is taken; all are ignored by the score. */
const INTERVAL_ROWS = 100;

/** Over all 58 series, each with the threshold that is best for it. */
const PUBLISHED: string[][] = [
  ['published, all 58: ARTime', '74.9', '65.1', '80.4'],
  ['published, all 58: Numenta HTM', '69.7-70.5', '61.7-62.6', '74.2-75.2'],
  ['published, all 58: CAD OSE', '69.9', '67.0', '73.2'],
  ['published, all 58: earthgecko Skyline', '58.2', '46.2', '63.9'],
  ['published, all 58: KNN CAD', '58.0', '43.4', '64.8'],
  ['published, all 58: Relative Entropy', '54.6', '47.6', '58.8'],
  ['published, all 58: Random Cut Forest', '51.7', '38.4', '59.7'],
  ['published, all 58: Twitter ADVec', '47.1', '33.6', '53.5'],
  ['published, all 58: Windowed Gaussian', '39.6', '20.9', '47.4'],
  ['published, all 58: Etsy Skyline', '35.7', '27.1', '44.5'],
  ['published, all 58: Bayesian changepoint', '17.7', '3.2', '32.2'],
  ['published, all 58: EXPoSE', '16.4', '3.2', '26.9'],
  ['baseline, 17 series: Relative Entropy', '50.0', '44.0', '53.3'],
  ['baseline, 17 series: EWMA z, repeats muted', '50.2', '32.0', '60.2'],
];

type Scores = number[][];
type Figures = Record<string, number>;

/** Finds anomalies in each NAB series, row by row. */
export const suite: Suite = {
  name: 'nab',
  async run(context) {
    const series = listNabSeries(context.root);
    if (series.length === 0) {
      return undefined;
    }
    const misses: string[] = [];
    const runs = series.map(one => detect(one, misses));
    const engine = runs.map(({ scores }) => scores);
    const gaussian = series.map(one => windowedGaussian(one.values));
    const random = SEEDS.map(seed =>
      series.map((one, i) =>
        randomScores(one.values.length, seed * series.length + i),
      ),
    );
    const figures = {
      // The product's default threshold, through its own verdict.
      engine: {
        frozen: figuresOf(
          series,
          runs.map(({ verdicts }) => verdicts.map(Number)),
          1,
        ),
        inSample: figuresOf(series, engine),
      },
      gaussian: figuresOf(series, gaussian),
      random: averaged(random.map(scores => figuresOf(series, scores))),
    };
    series.forEach(({ name, windows }, i) => {
      for (const { first, last } of windows) {
        if (!runs[i].verdicts.slice(first, last + 1).some(Boolean)) {
          misses.push(
            `nab ${name}: nothing in rows ${first} to ${last}, frozen threshold`,
          );
        }
      }
    });
    const points = series.reduce((sum, one) => sum + one.values.length, 0);
    const windows = series.reduce((sum, one) => sum + one.windows.length, 0);
    return {
      tables: [
        {
          title: `nab: score, ${series.length} series, ${windows} windows`,
          header: ['', ...NAB_PROFILES.map(({ name }) => name)],
          rows: [
            row('this engine, frozen threshold', figures.engine.frozen),
            row('this engine, in-sample threshold', figures.engine.inSample),
            row('floor: windowed Gaussian, in-sample', figures.gaussian),
            row('floor: random, in-sample, 5 seeds', figures.random),
            ...PUBLISHED,
          ],
        },
      ],
      misses,
      notes: [
        `nab: ${series.length} series, ${windows} windows, ${points} points; the score of a row uses rows up to it; one threshold for all series`,
        ...absentNabSeries(context.root).map(
          name => `nab ${name}: is labelled, but not there; not measured`,
        ),
      ],
      figures: { nab: figures },
    };
  },
};

/** A series that fails has no detection, and says so. */
function detect(
  { name, times, values }: NabSeries,
  misses: string[],
): { scores: number[]; verdicts: boolean[] } {
  try {
    const detector = new StreamDetector({ intervalMs: intervalOf(times) });
    const results = values.map(value => detector.add(value));
    return {
      scores: results.map(({ score }) => score),
      verdicts: results.map(({ isAnomaly }) => isAnomaly),
    };
  } catch (error) {
    misses.push(`nab ${name}: failed: ${error}`);
    return {
      scores: values.map(() => -Infinity),
      verdicts: values.map(() => false),
    };
  }
}

/** The usual time between rows, which whoever collects a series knows. */
function intervalOf(times: readonly number[]): number {
  const steps = times
    .slice(1, INTERVAL_ROWS)
    .map((time, i) => time - times[i])
    .sort((a, b) => a - b);
  return steps[steps.length >> 1];
}

function figuresOf(
  series: readonly NabSeries[],
  scores: Scores,
  threshold?: number,
): Figures {
  return Object.fromEntries(
    NAB_PROFILES.map(profile => [
      profile.name,
      scoreNab(series, scores, { profile, threshold }).score,
    ]),
  );
}

function averaged(all: readonly Figures[]): Figures {
  return Object.fromEntries(
    NAB_PROFILES.map(({ name }) => [name, mean(all.map(one => one[name]))]),
  );
}

function row(name: string, figures: Figures): string[] {
  return [
    name,
    ...NAB_PROFILES.map(profile => figures[profile.name].toFixed(1)),
  ];
}
