import { ChartColour } from '../components/charts';

/** Most serious first; words as programs write them. */
const MEANINGS: ReadonlyArray<readonly [ChartColour, RegExp]> = [
  ['critical', /^(fatal|panic|emerg|alert|crit|dpanic)/i],
  ['danger', /^(err|severe)/i],
  ['warning', /^warn/i],
  ['info', /^(info|notice)/i],
  ['quiet', /^(debug|trace|verbose|fine)/i],
];

/** What a level means, whatever a program calls it. */
export function levelMeaning(level: string | undefined): ChartColour {
  return MEANINGS.find(([, words]) => words.test(level ?? ''))?.[0] ?? 'other';
}

/** Sorts the most serious first. */
export function bySeriousness(a: string, b: string): number {
  const rank = (level: string) => {
    const place = MEANINGS.findIndex(([, words]) => words.test(level));
    return place < 0 ? MEANINGS.length : place;
  };
  return rank(a) - rank(b) || a.localeCompare(b);
}

/** What stands where a line has none. */
export const NO_LEVEL = 'no level';
