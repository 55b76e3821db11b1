import { explainWords, TemplateExplanation } from './explainGroup';
import { copyOf, LineGroup, MAX_EXAMPLES } from './LineGroup';
import { maskLine } from './maskLine';
import { mergeShapes } from './mergeShapes';
import { Shape } from './Shape';
import { TemplateSnapshot } from './snapshot';

/** Different masked lines that are kept; those unseen for longest make room. */
const DEFAULT_MAX_SHAPES = 10_000;
/** Share that is kept when room is made, so that it is not made for each line. */
const KEPT_SHARE = 0.5;
/** Lines of a group that may be shown are the first ones of each power of two, up to this. */
const MAX_SHOWN_COUNT = 8;
/** Members of which a group shows lines. */
const MAX_SHOWN_MEMBERS = 5;

/**
 * Groups log lines by template, with one setting for every kind of log.
 *
 * @remarks
 * More accurate than {@link TemplateMiner} where variables are words, such as
 * names of users, at the price of groups that are fixed only after the last line:
 * whether a word is a value shows by the words that stand there in other lines.
 * Each line costs one masking and one lookup.
 *
 * What is known are counts of masked lines. Templates are a function of these
 * counts alone, so groupers that ran side by side can be merged, in any order, and
 * one that was restored goes on with the same ids. Memory is bounded by the number
 * of different masked lines; where that is exceeded, merged lines are replaced by
 * their template, and those unseen for longest are forgotten, which depends on the
 * order of the lines.
 *
 * @public
 */
export class TemplateGrouper {
  /** By masked text. */
  readonly #groups = new Map<string, LineGroup>();
  readonly #maxShapes: number;
  #lines = 0;
  /** Groups that stand for others and were never a line themselves. */
  #made = new Map<string, { group: LineGroup; member: LineGroup }>();
  #settled: LineGroup[] | undefined = [];

  constructor(options: { maxShapes?: number } = {}) {
    this.#maxShapes = options.maxShapes ?? DEFAULT_MAX_SHAPES;
  }

  /** Goes on where a grouper stopped, perhaps in another process. */
  static restore(
    snapshot: TemplateSnapshot,
    options: { maxShapes?: number } = {},
  ): TemplateGrouper {
    if (snapshot.version !== 1) {
      throw new Error(
        `A snapshot of version ${snapshot.version} cannot be read, only version 1`,
      );
    }
    const grouper = new TemplateGrouper(options);
    grouper.#absorb(snapshot);
    return grouper;
  }

  /** Takes a line. Ask the returned group once all lines are in. */
  add(line: string): LineGroup {
    const key = maskLine(line);
    let group = this.#groups.get(key);
    if (group === undefined) {
      this.#makeRoom();
      const text = copyOf(key);
      group = new LineGroup(text);
      this.#groups.set(text, group);
    }
    this.#lines++;
    this.#settled = undefined;
    group.lastLine = this.#lines;
    const own = ++group.own;
    if (own <= MAX_SHOWN_COUNT && (own & (own - 1)) === 0) {
      group.show(line);
    }
    return group;
  }

  /** Lines that were taken. */
  get lines(): number {
    return this.#lines;
  }

  /** All groups as of now, most lines first. */
  get groups(): LineGroup[] {
    this.#settled ??= this.#settle();
    return [...this.#settled];
  }

  /** The group with this id now, also where it was a group of its own before. */
  find(id: string): LineGroup | undefined {
    const settled = this.groups;
    const before = [...this.#groups.values()];
    return (
      settled.find(group => group.id === id) ??
      before.find(({ ownId }) => ownId === id)?.current
    );
  }

  /** Says which words of a group vary, why, and with which values. */
  explain(id: string): TemplateExplanation | undefined {
    const group = this.find(id);
    if (!group) {
      return undefined;
    }
    const members = [...this.#groups.values()]
      .filter(one => one.current === group)
      .sort((a, b) => b.own - a.own)
      .slice(0, MAX_SHOWN_MEMBERS);
    const examples = [...new Set(members.flatMap(one => one.examples))];
    const { text, count } = group;
    return {
      id: group.id,
      text,
      count,
      words: explainWords(text, examples),
      examples: examples.slice(0, MAX_EXAMPLES),
    };
  }

  /** All that is known, as plain JSON. Equal knowledge gives equal snapshots. */
  snapshot(): TemplateSnapshot {
    return {
      version: 1,
      lines: this.#lines,
      groups: [...this.#groups]
        .sort(([a], [b]) => compareText(a, b))
        .map(([text, { own, lastLine, proven, examples }]) => ({
          text,
          count: own,
          lastLine,
          ...(proven.size > 0 && { values: [...proven].sort((a, b) => a - b) }),
          examples,
        })),
    };
  }

  /**
   * A grouper that knows what both do; neither changes. Associative and
   * commutative as long as the bound on memory is not reached.
   */
  merge(other: TemplateGrouper): TemplateGrouper {
    const merged = new TemplateGrouper({
      maxShapes: Math.max(this.#maxShapes, other.#maxShapes),
    });
    merged.#absorb(this.snapshot());
    merged.#absorb(other.snapshot());
    return merged;
  }

  #absorb({ lines, groups }: TemplateSnapshot) {
    for (const { text, count, lastLine, values = [], examples } of groups) {
      const known = this.#groups.get(text);
      const proven = new Set([...(known?.proven ?? []), ...values]);
      const group = new LineGroup(text, proven);
      group.own = count + (known?.own ?? 0);
      group.lastLine = Math.max(lastLine, known?.lastLine ?? 0);
      group.examples = [...new Set([...examples, ...(known?.examples ?? [])])]
        .sort()
        .slice(0, MAX_EXAMPLES);
      this.#groups.set(text, group);
    }
    this.#lines += lines;
    this.#settled = undefined;
    if (this.#groups.size > this.#maxShapes) {
      this.#compact();
    }
  }

  /** Which lines belong together, by all lines so far. */
  #settle(): LineGroup[] {
    const byShape = new Map<Shape, LineGroup>();
    const inOrder = [...this.#groups].sort(([a], [b]) => compareText(a, b));
    for (const [, group] of inOrder) {
      byShape.set(group.reset(), group);
    }
    const made = new Map<string, { group: LineGroup; member: LineGroup }>();
    for (const { from, into } of mergeShapes(byShape.keys())) {
      const member = byShape.get(from)!;
      let target = byShape.get(into);
      if (!target) {
        const { text } = into;
        target =
          this.#groups.get(text) ??
          this.#made.get(text)?.group ??
          new LineGroup(text, into.proven);
        target.reset();
        made.set(text, { group: target, member });
        byShape.set(into, target);
      }
      member.joinInto(target);
    }
    const settled = new Set<LineGroup>();
    for (const [shape, group] of byShape) {
      if (group.current === group && shape.count > 0) {
        group.take(shape.count);
        settled.add(group);
      }
    }
    for (const [text, { group, member }] of this.#made) {
      if (!made.has(text)) {
        group.joinInto(member);
      }
    }
    this.#made = made;
    return [...settled].sort(
      (a, b) => b.count - a.count || compareText(a.text, b.text),
    );
  }

  #makeRoom() {
    if (this.#groups.size >= this.#maxShapes) {
      this.#compact();
    }
  }

  /** Replaces merged lines by their template, then forgets those unseen for longest. */
  #compact() {
    this.#settled = this.#settle();
    for (const [text, group] of [...this.#groups]) {
      const { current } = group;
      if (current !== group) {
        this.#groups.delete(text);
        current.own += group.own;
        current.lastLine = Math.max(current.lastLine, group.lastLine);
        group.examples.forEach(line => current.show(line));
      }
    }
    for (const [text, { group }] of this.#made) {
      if (group.current === group) {
        this.#groups.set(text, group);
      }
    }
    this.#made.clear();
    const excess = this.#groups.size - KEPT_SHARE * this.#maxShapes;
    const oldest = [...this.#groups]
      .sort(([, a], [, b]) => a.lastLine - b.lastLine)
      .slice(0, Math.max(0, Math.ceil(excess)));
    for (const [text] of oldest) {
      this.#groups.delete(text);
    }
  }
}

function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
