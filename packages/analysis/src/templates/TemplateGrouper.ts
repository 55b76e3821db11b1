import { fnv1a64 } from './fnv1a64';
import { maskWords } from './maskWords';
import { mergeShapes } from './mergeShapes';
import { Shape } from './Shape';

/** Different masked lines that are kept; those unseen for longest make room. */
const DEFAULT_MAX_SHAPES = 10_000;
/** Share that is kept when room is made, so that it is not made for each line. */
const KEPT_SHARE = 0.75;

/** The template of a line; which one it is may change until the last line. @public */
export class LineGroup {
  #shape: Shape;
  #into: LineGroup | undefined;

  /** @internal */
  constructor(shape: Shape) {
    this.#shape = shape;
  }

  /** The group that this one is part of now. */
  get current(): LineGroup {
    if (!this.#into) {
      return this;
    }
    // Shortens the way for the next question.
    this.#into = this.#into.current;
    return this.#into;
  }

  /** Words that are the same in all lines, and `<*>` for those that vary. */
  get text(): string {
    return this.current.#shape.text;
  }

  /** The same for the same text, on every machine. */
  get id(): string {
    return fnv1a64(this.text);
  }

  /** Lines that it has taken. */
  get count(): number {
    return this.current.#shape.count;
  }

  /** @internal */
  get shape(): Shape {
    return this.#shape;
  }

  /** @internal */
  joinInto(group: LineGroup) {
    this.#into = group;
  }
}

/**
 * Groups log lines by template, with one setting for every kind of log.
 *
 * @remarks
 * More accurate than {@link TemplateMiner} where variables are words, such as
 * names of users, at the price of groups that are fixed only after the last line:
 * whether a word is a value shows by the words that stand there in other lines.
 * Each line costs one masking and one lookup. Memory is bounded by the number of
 * different masked lines that are kept; a group that made room keeps its lines and
 * starts anew when it is seen again. The result depends on the lines and their
 * order only.
 *
 * @public
 */
export class TemplateGrouper {
  /** By masked text, in order of use. */
  readonly #groups = new Map<string, LineGroup>();
  readonly #maxShapes: number;

  constructor(options: { maxShapes?: number } = {}) {
    this.#maxShapes = options.maxShapes ?? DEFAULT_MAX_SHAPES;
  }

  /** Takes a line. Ask the returned group once all lines are in. */
  add(line: string): LineGroup {
    const words = maskWords(line);
    const key = words.join(' ');
    let group = this.#groups.get(key);
    if (!group) {
      this.#makeRoom();
      group = new LineGroup(new Shape(words));
    }
    this.#use(key, group);
    const current = group.current;
    if (current !== group) {
      this.#use(current.text, current);
    }
    current.shape.count++;
    return group;
  }

  /** All groups as of now, most lines first. */
  get groups(): LineGroup[] {
    this.#merge();
    return [...new Set([...this.#groups.values()].map(one => one.current))]
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1));
  }

  /** Settles which lines belong together, by all lines so far. */
  #merge() {
    const byShape = new Map<Shape, LineGroup>();
    for (const group of this.#groups.values()) {
      byShape.set(group.current.shape, group.current);
    }
    for (const { from, into } of mergeShapes(byShape.keys())) {
      let target = byShape.get(into);
      if (!target) {
        target = new LineGroup(into);
        byShape.set(into, target);
      }
      byShape.get(from)!.joinInto(target);
    }
    for (const group of byShape.values()) {
      if (group.current === group) {
        this.#groups.set(group.text, group);
      }
    }
  }

  #use(key: string, group: LineGroup) {
    this.#groups.delete(key);
    this.#groups.set(key, group);
  }

  #makeRoom() {
    if (this.#groups.size < this.#maxShapes) {
      return;
    }
    this.#merge();
    // A line that was merged finds its template again: these go first.
    for (const [key, group] of this.#groups) {
      if (group.current !== group) {
        this.#groups.delete(key);
      }
    }
    for (const key of this.#groups.keys()) {
      if (this.#groups.size <= KEPT_SHARE * this.#maxShapes) {
        break;
      }
      this.#groups.delete(key);
    }
  }
}
