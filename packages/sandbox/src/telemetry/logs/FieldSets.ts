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
    // The key alone is built per line; a set is made once per key.
    let key = '';
    let own: string[] | undefined;
    for (const name in fields) {
      if (name === '_msg') continue;
      const value = fields[name];
      if (value === '') continue;
      if (streamFieldNames.includes(name)) {
        key += `\u0002${name}\u0001${value}`;
      } else if (this.#isShared(name, value)) {
        key += `\u0003${name}\u0001${value}`;
      } else {
        (own ??= []).push(value);
        key += `\u0004${name}`;
      }
    }
    let set = this.#sets.get(key);
    if (!set) {
      set = this.#create(fields, streamFieldNames);
      this.#sets.set(key, set);
    }
    return { set, own };
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
    fields: Readonly<Record<string, string>>,
    streamFieldNames: readonly string[],
  ): FieldSet {
    // Without a prototype: a query may name any field, also `constructor`.
    const values: Record<string, string> = Object.create(null);
    const ownNames: string[] = [];
    for (const [name, value] of Object.entries(fields)) {
      if (name === '_msg' || value === '') continue;
      const shared =
        streamFieldNames.includes(name) || this.#isShared(name, value);
      if (shared) values[name] = value;
      else ownNames.push(name);
    }
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
