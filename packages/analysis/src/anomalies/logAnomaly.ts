import { chiSquaredTail, TemplateChange } from '../detectors';
import type { RateChange } from '../templates';
import { confidenceOf, formatNumber, strengthOf } from './judgement';
import { dispersionOf, secondsOf, TemplateLines } from './logCounts';
import type { RareLine } from './rareAfterChange';
import type { LogAnomaly, LogWindow } from './types';

/** What nobody saw counts as so many lines when ratios are taken. */
const UNSEEN_LINES = 0.5;
/** A rate of so many times the other is as strong as eight standard deviations. */
const HALF_STRENGTH_RATIO = 8;

const SECOND_MS = 1_000;

type Context = {
  before: LogWindow;
  after: LogWindow;
  templates: ReadonlyMap<string, TemplateLines>;
};

/** Reports one template. */
export function logAnomaly(
  change: TemplateChange | (RareLine & { kind: 'rare-after-change' }),
  { before, after, templates }: Context,
): LogAnomaly {
  const lines = templates.get(change.id)!;
  const sides = {
    before: { count: lines.before.length, seconds: secondsOf(before) },
    after: { count: lines.after.length, seconds: secondsOf(after) },
  };
  const ratio = ratioOf(sides.before, sides.after);
  const isBegin =
    change.kind === 'new-template' || change.kind === 'rare-after-change';
  return {
    kind: change.kind,
    template: { id: change.id, text: lines.group.text },
    onset: isBegin
      ? Math.min(...[...lines.before, ...lines.after].map(({ time }) => time))
      : after.from,
    direction: ratio >= 1 ? 'up' : 'down',
    ...sides,
    share: {
      before: shareOf(lines.before, before),
      after: shareOf(lines.after, after),
    },
    strength: strengthOfRatio(ratio),
    confidence: confidenceOf(change.chance),
    example: (lines.after[0] ?? lines.before[0])?.text,
    explanation: explain(change, sides),
  };
}

/** Reports all lines together. */
export function volumeAnomaly(
  { before, after }: Context,
  { change, score }: RateChange,
  maxChance: number,
): LogAnomaly | undefined {
  const sides = {
    before: {
      count: before.total ?? before.lines.length,
      seconds: (before.to - before.from) / SECOND_MS,
    },
    after: {
      count: after.total ?? after.lines.length,
      seconds: (after.to - after.from) / SECOND_MS,
    },
  };
  const chance = chiSquaredTail(score / dispersionOf(before.lines, before));
  if (change === 'none' || chance > maxChance) {
    return undefined;
  }
  const ratio = ratioOf(sides.before, sides.after);
  return {
    kind: 'rate-shift',
    onset: after.from,
    direction: ratio >= 1 ? 'up' : 'down',
    ...sides,
    share: { before: 1, after: 1 },
    strength: strengthOfRatio(ratio),
    confidence: confidenceOf(chance),
    explanation: `all lines together: ${perSecond(sides)}`,
  };
}

type Sides = Pick<LogAnomaly, 'before' | 'after'>;

function ratioOf(before: Sides['before'], after: Sides['after']): number {
  return (
    Math.max(UNSEEN_LINES, after.count) /
    after.seconds /
    (Math.max(UNSEEN_LINES, before.count) / before.seconds)
  );
}

function strengthOfRatio(ratio: number): number {
  const doublings = Math.abs(Math.log2(ratio));
  return strengthOf((8 * doublings) / Math.log2(HALF_STRENGTH_RATIO));
}

function shareOf(lines: readonly unknown[], window: LogWindow): number {
  return window.lines.length === 0 ? 0 : lines.length / window.lines.length;
}

function explain(
  change: TemplateChange | (RareLine & { kind: 'rare-after-change' }),
  sides: Sides,
): string {
  switch (change.kind) {
    case 'new-template':
      return `${sides.after.count} lines, none before`;
    case 'vanished-template':
      return `none any more, ${sides.before.count} lines before`;
    case 'rare-after-change':
      return `${change.after} lines, the first ${formatNumber(
        (change.onset - change.change) / SECOND_MS,
      )} s after a change, ${change.before} before it`;
    case 'ratio-shift':
      return `another share of all lines: ${perSecond(sides)}`;
    default:
      return perSecond(sides);
  }
}

function perSecond({ before, after }: Sides): string {
  return `${formatNumber(
    after.count / after.seconds,
  )} lines per second, ${formatNumber(before.count / before.seconds)} before`;
}
