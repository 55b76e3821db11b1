import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listLoghubSets } from './data/loghub';
import { listNabSeries } from './data/nab';
import { listNezhaDays } from './data/nezha';
import { listPetShopScenarios } from './data/petshop';
import { dataRoot } from './dataRoot';
import { maskDigits, scoreGrouping } from './scoring/grouping';
import { NAB_PROFILES, scoreNab } from './scoring/nab';
import { windowedGaussian } from './scoring/nabFloors';
import {
  mean,
  priorFloor,
  randomFloor,
  RankingFigures,
} from './scoring/ranking';

const { root, isThere } = dataRoot();
const isDevelopment =
  isThere &&
  JSON.parse(readFileSync(join(root, 'part.json'), 'utf8')).part ===
    'development';

if (!isDevelopment) {
  process.stderr.write(
    `SKIPPED: the self-check of the accuracy floors; the development part is not at ${root}\n`,
  );
}

const shown = ({ ac1, ac3, ac5 }: RankingFigures) =>
  [ac1, ac3, ac5].map(value => value.toFixed(3));

// The figures that the data's README gives for whoever writes a runner.
(isDevelopment ? describe : describe.skip)('floors of the data', () => {
  it('should be those of Nezha', () => {
    const days = listNezhaDays(root);
    const cases = days.flatMap(({ faults, candidates }) =>
      faults.map(({ truth }) => ({ truth, candidates })),
    );
    expect(shown(randomFloor(cases))).toEqual(['0.022', '0.065', '0.109']);
    const services = cases.map(({ truth }) =>
      truth.split('-').slice(0, -2).join('-'),
    );
    expect(shown(priorFloor(services))).toEqual(['0.143', '0.429', '0.643']);
  });

  it('should be those of PetShop', () => {
    const cases = listPetShopScenarios(root).flatMap(scenario =>
      scenario.cases.map(({ truth }) => ({
        truth,
        candidates: scenario.candidates,
      })),
    );
    expect(shown(randomFloor(cases))).toEqual(['0.024', '0.073', '0.122']);
    expect(shown(priorFloor(cases.map(({ truth }) => truth)))).toEqual([
      '0.308',
      '0.769',
      '1.000',
    ]);
  });

  it('should be those of loghub', () => {
    const sets = listLoghubSets(root);
    const averages = (group: (line: string) => string) => {
      const figures = sets.map(({ lines, truth }) =>
        scoreGrouping(lines.map(group), truth),
      );
      return [
        mean(figures.map(one => one.ga)).toFixed(4),
        mean(figures.map(one => one.fga)).toFixed(3),
      ];
    };
    expect(averages(maskDigits)).toEqual(['0.8396', '0.780']);
    expect(averages(line => line)[0]).toBe('0.2333');
    expect(averages(() => '')).toEqual(['0.0000', '0.000']);
  });

  it('should be those of NAB', () => {
    const series = listNabSeries(root);
    const best = (scores: number[][]) =>
      NAB_PROFILES.map(profile =>
        scoreNab(series, scores, { profile }).score.toFixed(1),
      );
    expect(best(series.map(one => windowedGaussian(one.values)))).toEqual([
      '36.6',
      '22.9',
      '43.4',
    ]);
    const [profile] = NAB_PROFILES;
    const silent = series.map(one => one.values.map(() => 0));
    expect(scoreNab(series, silent, { profile, threshold: 1 }).score).toBe(0);
  });
});
