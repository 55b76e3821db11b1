import { fnv1a64 } from './fnv1a64';
import { Shape } from './Shape';

/** Lines kept of each group, to show what varies. */
export const MAX_EXAMPLES = 3;
const MAX_EXAMPLE_CHARS = 512;

/** The template of a line; which one it is may change until the last line. @public */
export class LineGroup {
  /** Lines that were masked to just this text. @internal */
  own = 0;
  /** Which line of all was the last one. @internal */
  lastLine = 0;
  /** Positions at which many values were seen, of a text that stands for others. @internal */
  readonly proven: ReadonlySet<number>;
  /** The smallest of some lines, in order. @internal */
  examples: string[] = [];
  readonly #text: string;
  #id: string | undefined;
  #shape: Shape | undefined;
  #into: LineGroup | undefined;
  #total = 0;

  /** @internal */
  constructor(text: string, proven: ReadonlySet<number> = new Set()) {
    this.#text = text;
    this.proven = proven;
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
    return this.current.#text;
  }

  /** The same for the same text, on every machine: FNV-1a, 16 hexadecimal digits. */
  get id(): string {
    return this.current.ownId;
  }

  /** What the id was before it became part of another group. @internal */
  get ownId(): string {
    this.#id ??= fnv1a64(this.#text);
    return this.#id;
  }

  /** Lines that it has taken, those of its parts included as of the last settlement. */
  get count(): number {
    const { current } = this;
    return Math.max(current.#total, current.own);
  }

  /** Alone again, with its own lines only. @internal */
  reset(): Shape {
    this.#into = undefined;
    this.#total = this.own;
    this.#shape ??= new Shape(this.#text.split(' '), this.proven);
    this.#shape.count = this.own;
    return this.#shape;
  }

  /** @internal */
  joinInto(group: LineGroup) {
    if (group !== this) {
      this.#into = group;
    }
  }

  /** @internal */
  take(total: number) {
    this.#total = total;
  }

  /**
   * Keeps a line to show, the smallest ones: which ones does not depend on the order.
   * @internal
   */
  show(line: string) {
    const cut = copyOf(line.slice(0, MAX_EXAMPLE_CHARS));
    if (!this.examples.includes(cut)) {
      this.examples = [...this.examples, cut].sort().slice(0, MAX_EXAMPLES);
    }
  }
}

/** A text of its own: a slice would keep the whole block alive that it was read from. */
export function copyOf(text: string): string {
  return ` ${text}`.slice(1);
}
