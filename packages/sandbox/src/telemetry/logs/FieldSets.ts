import { createHash } from 'node:crypto';

/** A field with more values than this is kept with each line instead of in a set. */
const MAX_VALUES_PER_FIELD = 512;

/**
 * The fields that many lines share. Lines of one container differ in their
 * message and in a few fields such as a trace id; all the rest is stored once.
 */
export interface FieldSet {
  readonly values: Readonly<Record<string, string>>;
  /** Names of fields whose values each line holds by itself, in that order. */
  readonly ownNames: readonly string[];
  /** `{a="1",b="2"}` */
  readonly stream: string;
  readonly streamId: string;
  readonly streamFields: Readonly<Record<string, string>>;
}

/** Finds or makes the set for the fields of a line. */
export class FieldSets {
  readonly #tenantPrefix: string;
  readonly #sets = new Map<string, FieldSet>();
  readonly #seen = new Map<string, Set<string>>();

  /** @param tenantPrefix - sixteen hex digits that stream ids start with */
  constructor(tenantPrefix: string) {
    this.#tenantPrefix = tenantPrefix;
  }

  /** Splits a line's fields (without `_msg`) into the shared set and its own values. */
  intern(
    fields: Readonly<Record<string, string>>,
    streamFieldNames: readonly string[],
  ): { set: FieldSet; own: string[] | undefined } {
    const names = Object.keys(fields).sort();
    const shared: Record<string, string> = {};
    const ownNames: string[] = [];
    const own: string[] = [];
    let key = '';
    for (const name of names) {
      const value = fields[name];
      if (value === '' || name === '_msg') continue;
      if (streamFieldNames.includes(name)) {
        shared[name] = value;
        key += `\u0002${name}\u0001${value}`;
      } else if (this.#isShared(name, value)) {
        shared[name] = value;
        key += `\u0003${name}\u0001${value}`;
      } else {
        ownNames.push(name);
        own.push(value);
        key += `\u0004${name}`;
      }
    }
    let set = this.#sets.get(key);
    if (!set) {
      set = this.#create(shared, ownNames, streamFieldNames);
      this.#sets.set(key, set);
    }
    return { set, own: own.length > 0 ? own : undefined };
  }

  /** Forgets the sets that no line uses any more. */
  retain(used: ReadonlySet<FieldSet>): void {
    for (const [key, set] of this.#sets) {
      if (!used.has(set)) this.#sets.delete(key);
    }
  }

  #isShared(name: string, value: string): boolean {
    let values = this.#seen.get(name);
    if (!values) this.#seen.set(name, (values = new Set()));
    if (values.has(value)) return true;
    if (values.size >= MAX_VALUES_PER_FIELD) return false;
    values.add(value);
    return true;
  }

  #create(
    values: Record<string, string>,
    ownNames: string[],
    streamFieldNames: readonly string[],
  ): FieldSet {
    const streamFields: Record<string, string> = {};
    for (const name of [...streamFieldNames].sort()) {
      if (values[name] !== undefined) streamFields[name] = values[name];
    }
    const pairs = Object.entries(streamFields).map(
      ([name, value]) => `${name}=${JSON.stringify(value)}`,
    );
    const stream = `{${pairs.join(',')}}`;
    const hash = createHash('sha256').update(stream).digest('hex').slice(0, 32);
    return {
      values: Object.freeze(values),
      ownNames,
      stream,
      streamId: this.#tenantPrefix + hash,
      streamFields,
    };
  }
}
