import { falseDiscoveryRates } from '../detectors';
import type { TemplateLines } from './logCounts';

/** More lines before the change are not rare. */
const MAX_BEFORE = 2;
/** What begins later than this after a change is not its doing. */
const SOON_MS = 900_000;

export type RareLine = {
  id: string;
  change: number;
  onset: number;
  before: number;
  after: number;
  chance: number;
};

/**
 * Templates that were rare and occur soon after a change.
 *
 * @remarks
 * That all lines but some lie behind the change, if they fell evenly, is the tail
 * of a binomial distribution; a change makes a new line likelier, hence the level
 * for reports is lower than for a line that is new without one.
 */
export function findRareAfterChange(
  templates: ReadonlyMap<string, TemplateLines>,
  changes: readonly number[],
  span: { from: number; to: number },
): RareLine[] {
  const found: RareLine[] = [];
  for (const change of changes) {
    const share = (span.to - change) / (span.to - span.from);
    if (!(share > 0 && share < 1)) {
      continue;
    }
    for (const [id, { before, after }] of templates) {
      const times = [...before, ...after].map(({ time }) => time);
      const later = times.filter(time => time >= change);
      const earlier = times.length - later.length;
      const onset = Math.min(...later);
      if (
        later.length > 0 &&
        earlier <= MAX_BEFORE &&
        onset <= change + SOON_MS
      ) {
        const chance = binomialTail(times.length, later.length, share);
        const rare = { id, change, onset, before: earlier };
        found.push({ ...rare, after: later.length, chance });
      }
    }
  }
  const rates = falseDiscoveryRates(found.map(({ chance }) => chance));
  return found.map((one, i) => ({ ...one, chance: rates[i] }));
}

/** Probability of `least` or more of `n`. */
function binomialTail(n: number, least: number, share: number): number {
  let tail = 0;
  let choose = 1;
  // From the end: only the few that lie before the change make it long.
  for (let k = n; k >= least; k--) {
    tail += choose * share ** k * (1 - share) ** (n - k);
    choose *= k / (n - k + 1);
  }
  return Math.min(1, tail);
}
