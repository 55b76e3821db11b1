import { FieldSet } from './FieldSets';
import { formatTime, LogTime } from './time';

/** A line as queries see it, whether stored or made by a pipe. */
export interface LogRow {
  readonly time: LogTime;
  /** The fields shared with other lines, for answers that can be remembered per set. */
  readonly set?: FieldSet;
  /** Empty for a field that the line lacks. */
  get(name: string): string;
  /** All fields that are not empty, in the order in which they are written. */
  entries(): Array<[string, string]>;
}

/** Fields that every stored line has besides its own. */
const SPECIAL = ['_time', '_stream_id', '_stream', '_msg'];

/** A line of the store; it is its own time, which saves an object per line. */
export class StoredRow implements LogRow, LogTime {
  readonly ms: number;
  readonly ns: number;
  readonly set: FieldSet;
  readonly #message: string;
  readonly #own: readonly string[] | undefined;

  constructor(
    ms: number,
    ns: number,
    message: string,
    set: FieldSet,
    own?: readonly string[],
  ) {
    this.ms = ms;
    this.ns = ns;
    this.#message = message;
    this.set = set;
    this.#own = own;
  }

  get time(): LogTime {
    return this;
  }

  get(name: string): string {
    switch (name) {
      case '_msg':
        return this.#message;
      case '_time':
        return formatTime(this.time);
      case '_stream':
        return this.set.stream;
      case '_stream_id':
        return this.set.streamId;
      default: {
        const shared = this.set.values[name];
        if (shared !== undefined) return shared;
        const index = this.#own ? this.set.ownNames.indexOf(name) : -1;
        return index < 0 ? '' : this.#own![index];
      }
    }
  }

  entries(): Array<[string, string]> {
    const names = [
      ...Object.keys(this.set.values),
      ...this.set.ownNames,
    ].sort();
    return [...SPECIAL, ...names]
      .map((name): [string, string] => [name, this.get(name)])
      .filter(([, value]) => value !== '');
  }
}

/** A line that a pipe made. */
export class MadeRow implements LogRow {
  readonly time: LogTime;
  readonly #fields: Map<string, string>;

  constructor(fields: Iterable<[string, string]>, time: LogTime) {
    this.#fields = new Map(fields);
    this.time = time;
  }

  get(name: string): string {
    return this.#fields.get(name) ?? '';
  }

  entries(): Array<[string, string]> {
    return [...this.#fields].filter(([, value]) => value !== '');
  }
}
