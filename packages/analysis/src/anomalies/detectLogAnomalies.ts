import { compareTemplates, falseDiscoveryRates } from '../detectors';
import { compareRates } from '../templates';
import { logAnomaly, volumeAnomaly } from './logAnomaly';
import { dispersionOf, groupWindows, secondsOf } from './logCounts';
import { findRareAfterChange } from './rareAfterChange';
import type {
  LogAnomaly,
  LogAnomalyKind,
  LogAnomalyOptions,
  LogWindow,
} from './types';

/** Share of false reports that is accepted. */
const MAX_CHANCE = 0.01;
/** The same where a change has just been made. */
const MAX_CHANCE_AFTER_CHANGE = 0.05;

/**
 * Finds what is unusual about the lines of a source, against an earlier window:
 * one report for each template, strongest first.
 *
 * @remarks
 * Templates are grouped over both windows. The number of lines as a whole is
 * compared as well, and gives one report and not one for each template. Windows
 * may differ in length and may be samples.
 *
 * @public
 */
export function detectLogAnomalies(
  before: LogWindow,
  after: LogWindow,
  options: LogAnomalyOptions = {},
): LogAnomaly[] {
  const wanted = (kind: LogAnomalyKind) =>
    options.kinds?.includes(kind) ?? true;
  const templates = groupWindows(before, after);
  const context = { before, after, templates };
  const countsOf = (side: 'before' | 'after') =>
    new Map([...templates].map(([id, lines]) => [id, lines[side].length]));
  const changes = compareTemplates(
    { seconds: secondsOf(before), counts: countsOf('before') },
    { seconds: secondsOf(after), counts: countsOf('after') },
    { dispersionOf: id => dispersionOf(templates.get(id)!.before, before) },
  );
  const rates = falseDiscoveryRates(changes.map(({ chance }) => chance));
  const found = changes.flatMap((change, i) =>
    rates[i] <= MAX_CHANCE
      ? [logAnomaly({ ...change, chance: rates[i] }, context)]
      : [],
  );
  const known = new Set(found.map(({ template }) => template?.id));
  const span = { from: before.from, to: after.to };
  for (const rare of findRareAfterChange(
    templates,
    options.changes ?? [],
    span,
  )) {
    if (rare.chance <= MAX_CHANCE_AFTER_CHANGE && !known.has(rare.id)) {
      known.add(rare.id);
      found.push(logAnomaly({ ...rare, kind: 'rare-after-change' }, context));
    }
  }
  const volume = volumeAnomaly(
    context,
    compareRates(volumeOf(before), volumeOf(after)),
    MAX_CHANCE,
  );
  return [...(volume ? [volume] : []), ...found]
    .filter(({ kind }) => wanted(kind))
    .sort((a, b) => b.strength - a.strength || b.confidence - a.confidence);
}

function volumeOf(window: LogWindow) {
  return {
    count: window.total ?? window.lines.length,
    seconds: (window.to - window.from) / 1_000,
  };
}
