/** Values of a block; a full one is cut in two. */
const BLOCK = 32;

/**
 * The values of the latest rows, in order of size, to find the nearest one.
 *
 * @remarks
 * Blocks of sorted values with an index of their first ones: a B+ tree of two
 * levels (Bayer and McCreight, "Organization and maintenance of large ordered
 * indexes", Acta Informatica 1, 1972). A value that is seen again only becomes
 * younger. Every `rows` rows, those go that were not seen for as long; so `rows` to
 * twice as many are known.
 */
export class NearestValues {
  readonly #rows: number;
  readonly #values: Float64Array;
  /** The row in which each value was last seen. */
  readonly #seen: Uint32Array;
  /** By place in the order: the first value of a block, and the block. */
  readonly #firsts: Float64Array;
  readonly #order: Uint16Array;
  /** By block. */
  readonly #lengths: Uint8Array;
  #blocks = 1;
  #row = 0;
  #forgetAt: number;

  constructor(rows: number) {
    // At least half of each block is used, but for the last that was begun.
    const blocks = Math.ceil((2 * rows) / (BLOCK / 2)) + 1;
    this.#rows = rows;
    this.#forgetAt = rows;
    this.#values = new Float64Array(blocks * BLOCK);
    this.#seen = new Uint32Array(blocks * BLOCK);
    this.#firsts = new Float64Array(blocks);
    this.#order = Uint16Array.from({ length: blocks }, (_, i) => i);
    this.#lengths = new Uint8Array(blocks);
  }

  /**
   * Takes a value; returns how far the nearest one before it is, 0 for none. Up to
   * `tolerance` the value counts as that one.
   */
  add(value: number, tolerance: number): number {
    const row = this.#row++;
    if (row === this.#forgetAt) {
      this.#forget(row - this.#rows);
      this.#forgetAt += this.#rows;
    }
    const place = this.#placeOf(value);
    const block = this.#order[place];
    const length = this.#lengths[block];
    if (length === 0) {
      this.#put(place, 0, value, row);
      return 0;
    }
    const begin = block * BLOCK;
    const values = this.#values;
    const low = begin + countUpTo(values, begin, length, value);
    // All before `low` are no larger, all from it on are larger.
    const at = low - begin;
    const below = at > 0 ? value - values[low - 1] : Infinity;
    let above = Infinity;
    if (at < length) {
      above = values[low] - value;
    } else if (place + 1 < this.#blocks) {
      above = this.#firsts[place + 1] - value;
    }
    const distance = Math.min(below, above);
    if (distance > tolerance) {
      this.#put(place, at, value, row);
    } else if (below <= above) {
      this.#seen[low - 1] = row;
    } else {
      this.#seen[at < length ? low : this.#order[place + 1] * BLOCK] = row;
    }
    return distance;
  }

  /** The last block that begins with no larger value, or the first one. */
  #placeOf(value: number): number {
    return countUpTo(this.#firsts, 1, this.#blocks - 1, value);
  }

  #put(place: number, at: number, value: number, row: number) {
    const block = this.#order[place];
    const begin = block * BLOCK;
    const values = this.#values;
    const seen = this.#seen;
    for (let i = begin + this.#lengths[block]; i > begin + at; i--) {
      values[i] = values[i - 1];
      seen[i] = seen[i - 1];
    }
    values[begin + at] = value;
    seen[begin + at] = row;
    this.#firsts[place] = values[begin];
    this.#lengths[block]++;
    if (this.#lengths[block] === BLOCK) {
      this.#cut(place);
    }
  }

  /** Moves the upper half of a block to a free one, right behind it. */
  #cut(place: number) {
    const blocks = this.#blocks++;
    const free = this.#order[blocks];
    this.#order.copyWithin(place + 2, place + 1, blocks);
    this.#firsts.copyWithin(place + 2, place + 1, blocks);
    const full = this.#order[place];
    const to = free * BLOCK;
    const from = full * BLOCK + BLOCK / 2;
    for (let i = 0; i < BLOCK / 2; i++) {
      this.#values[to + i] = this.#values[from + i];
      this.#seen[to + i] = this.#seen[from + i];
    }
    this.#order[place + 1] = free;
    this.#firsts[place + 1] = this.#values[to];
    this.#lengths[full] = BLOCK / 2;
    this.#lengths[free] = BLOCK / 2;
  }

  /** Drops what was last seen before this row, and fills blocks to the half again. */
  #forget(before: number) {
    const values: number[] = [];
    const seen: number[] = [];
    for (let place = 0; place < this.#blocks; place++) {
      const begin = this.#order[place] * BLOCK;
      for (let i = begin; i < begin + this.#lengths[this.#order[place]]; i++) {
        if (this.#seen[i] >= before) {
          values.push(this.#values[i]);
          seen.push(this.#seen[i]);
        }
      }
    }
    this.#blocks = Math.max(1, Math.ceil(values.length / (BLOCK / 2)));
    this.#lengths.fill(0);
    for (let block = 0; block < this.#order.length; block++) {
      this.#order[block] = block;
    }
    for (let i = 0; i < values.length; i++) {
      const place = Math.floor(i / (BLOCK / 2));
      const at = place * BLOCK + this.#lengths[place]++;
      this.#values[at] = values[i];
      this.#seen[at] = seen[i];
      this.#firsts[place] = this.#values[place * BLOCK];
    }
  }
}

/**
 * How many of `length` sorted values from `begin` on are no larger. Without a branch
 * that depends on the values, as no processor could foresee it (Khuong and Morin,
 * "Array Layouts for Comparison-Based Searching", JEA 22, 2017).
 */
function countUpTo(
  values: Float64Array,
  begin: number,
  length: number,
  value: number,
): number {
  if (length === 0) {
    return 0;
  }
  let low = begin;
  let rest = length;
  while (rest > 1) {
    const half = rest >>> 1;
    low += half * (Number(values[low + half - 1] <= value) | 0);
    rest -= half;
  }
  return low - begin + (Number(values[low] <= value) | 0);
}
