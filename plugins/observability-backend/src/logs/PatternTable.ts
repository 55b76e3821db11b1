import { InputError } from '@backstage/errors';
import { compareRates, LineGroup, TemplateGrouper } from '@internal/analysis';
import { LogPattern, LogPatterns } from '@internal/plugin-observability-common';

import { toPhrases, toTokens } from './describeTemplate';
import { SampledLine, Slice } from './sampleLines';

/** Lines of a template that are kept to explain it. */
const KEPT_LINES = 20;
const MAX_LINE_CHARS = 2_000;
const TREND_POINTS = 24;

type Side = 'now' | 'before';
type Window = { from: Date; to: Date };

/** What is known of one template. */
type Tally = {
  /** Lines read, by slice, and of those by point of the trend. */
  now: Map<number, number>;
  before: Map<number, number>;
  levels: Map<string, number>;
  lines: string[];
  firstSeen?: string;
  lastSeen?: string;
};

/** Lines of two windows by template, and how the windows differ. @internal */
export class PatternTable {
  readonly #grouper = new TemplateGrouper();
  readonly #tallies = new Map<LineGroup, Tally>();
  readonly #slices: Record<Side, Slice[]>;
  readonly #windows: Record<Side, Window>;
  #comparable = true;

  constructor(options: {
    slices: Record<Side, Slice[]>;
    windows: Record<Side, Window>;
  }) {
    this.#slices = options.slices;
    this.#windows = options.windows;
  }

  /** @throws InputError for a line without a time, as pipes such as `stats` make them. */
  add(side: Side, { record, slice }: SampledLine): void {
    if (Number.isNaN(Date.parse(record.time))) {
      throw new InputError(
        'The query changes what its lines are, so they have no patterns',
      );
    }
    const line = firstLine(record.message);
    const group = this.#grouper.add(line);
    const tally = this.#tallies.get(group) ?? this.#newTally();
    this.#tallies.set(group, tally);
    const key = slice * TREND_POINTS + this.#pointOf(side, record.time);
    tally[side].set(key, (tally[side].get(key) ?? 0) + 1);
    if (tally.lines.length < KEPT_LINES) tally.lines.push(line);
    const level = record.level ?? '';
    tally.levels.set(level, (tally.levels.get(level) ?? 0) + 1);
    if (side === 'before') return;
    const { time } = record;
    if (!tally.firstSeen || time < tally.firstSeen) tally.firstSeen = time;
    if (!tally.lastSeen || time > tally.lastSeen) tally.lastSeen = time;
  }

  /** The earlier window could not be read to its end: nothing is said of changes then. */
  withoutBaseline(): void {
    this.#comparable = false;
  }

  /** Commonest first, with what is new or changed in front where the counts are equal. */
  patterns(limit: number): Pick<LogPatterns, 'patterns' | 'vanished'> {
    const groups = new Map<string, { group: LineGroup; tally: Tally }>();
    // Asking for the groups settles which lines belong together.
    if (this.#grouper.groups.length === 0)
      return { patterns: [], vanished: [] };
    for (const [group, tally] of this.#tallies) {
      const known = groups.get(group.id);
      if (known) merge(known.tally, tally);
      else groups.set(group.id, { group: group.current, tally });
    }
    const patterns: LogPattern[] = [];
    const vanished: LogPatterns['vanished'] = [];
    for (const [id, { group, tally }] of groups) {
      const tokens = toTokens(group.text, tally.lines);
      const level = commonest(tally.levels);
      const change = this.#compare(tally);
      if (tally.now.size > 0) {
        const trend = this.#trend(tally, 'now');
        patterns.push({
          id,
          tokens,
          count: Math.round(sum(trend)),
          ...(level && { level }),
          trend: trend.map(Math.round),
          firstSeen: tally.firstSeen!,
          lastSeen: tally.lastSeen!,
          isNew: change.isNew,
          ...(change.factor !== undefined && { change: change.factor }),
          example: tally.lines[0],
          filter: toPhrases(group.text, tally.lines),
        });
      } else if (change.isGone) {
        vanished.push({
          id,
          tokens,
          count: Math.round(sum(this.#trend(tally, 'before'))),
          ...(level && { level }),
        });
      }
    }
    const byCount = (a: { count: number }, b: { count: number }) =>
      b.count - a.count;
    return {
      patterns: withNewOnes(patterns.sort(byCount), limit),
      vanished: vanished.sort(byCount).slice(0, limit),
    };
  }

  /** Lines read and lines there. */
  get sample(): LogPatterns['sample'] {
    const { now } = this.#slices;
    const read = sum(now.map(slice => slice.read));
    return { read, of: Math.max(read, sum(now.map(slice => slice.total))) };
  }

  #newTally(): Tally {
    return { now: new Map(), before: new Map(), levels: new Map(), lines: [] };
  }

  #pointOf(side: Side, time: string): number {
    const from = +this.#windows[side].from;
    const span = +this.#windows[side].to - from;
    const point = Math.floor(((Date.parse(time) - from) / span) * TREND_POINTS);
    return Math.min(TREND_POINTS - 1, Math.max(0, point));
  }

  /** Counts by point, as if all lines of each slice had been read. */
  #trend(tally: Tally, side: Side): number[] {
    const trend = Array.from({ length: TREND_POINTS }, () => 0);
    for (const [key, count] of tally[side]) {
      const { total, read } =
        this.#slices[side][Math.floor(key / TREND_POINTS)];
      trend[key % TREND_POINTS] +=
        total > read ? (count * total) / read : count;
    }
    return trend;
  }

  #compare(tally: Tally): { isNew: boolean; isGone: boolean; factor?: number } {
    const seen = (side: Side) => {
      const slices = this.#slices[side];
      const read = sum(slices.map(slice => slice.read));
      const total = Math.max(read, sum(slices.map(slice => slice.total)));
      const span = +this.#windows[side].to - +this.#windows[side].from;
      // A sample saw a part of the lines, as if it had looked for a part of the time.
      return {
        read,
        whole: read === total,
        observation: {
          count: sum([...tally[side].values()]),
          seconds: (span / 1_000) * (total > 0 ? read / total : 1),
        },
      };
    };
    if (!this.#comparable) {
      return { isNew: false, isGone: false };
    }
    const [before, now] = [seen('before'), seen('now')];
    if (before.read === 0) return { isNew: false, isGone: false };
    const { change, significant } = compareRates(
      before.observation,
      now.observation,
    );
    return {
      // Where all lines were read, absent is absent; in a sample it may be chance.
      isNew: change === 'new' && (significant || before.whole),
      isGone: change === 'vanished' && significant,
      ...((change === 'rate-up' || change === 'rate-down') && {
        factor: factorOf(before.observation, now.observation),
      }),
    };
  }
}

function factorOf(
  before: { count: number; seconds: number },
  now: { count: number; seconds: number },
): number {
  const factor = now.count / now.seconds / (before.count / before.seconds);
  return Number(factor.toPrecision(3));
}

function merge(into: Tally, from: Tally): void {
  addCounts(into.now, from.now);
  addCounts(into.before, from.before);
  addCounts(into.levels, from.levels);
  into.lines.push(...from.lines.slice(0, KEPT_LINES - into.lines.length));
  if (from.firstSeen && (!into.firstSeen || from.firstSeen < into.firstSeen)) {
    into.firstSeen = from.firstSeen;
  }
  if (from.lastSeen && (!into.lastSeen || from.lastSeen > into.lastSeen)) {
    into.lastSeen = from.lastSeen;
  }
}

function addCounts<K>(into: Map<K, number>, from: Map<K, number>): void {
  for (const [key, count] of from) into.set(key, (into.get(key) ?? 0) + count);
}

/** The commonest, and of the rest those that are new: rare and new is what people look for. */
function withNewOnes(sorted: LogPattern[], limit: number): LogPattern[] {
  const rest = sorted.slice(limit);
  return [
    ...sorted.slice(0, limit),
    ...rest.filter(({ isNew }) => isNew),
  ].slice(0, 2 * limit);
}

function commonest(levels: Map<string, number>): string | undefined {
  return [...levels].sort((a, b) => b[1] - a[1])[0]?.[0] || undefined;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** A stack trace differs in its depth; its head says what happened. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0].slice(0, MAX_LINE_CHARS);
}
