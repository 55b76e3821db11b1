import { FieldSet } from './FieldSets';
import { StoredRow } from './LogRow';
import { compareTimes, LogTime } from './time';

/** Lines per chunk; whole chunks are dropped when the store is full. */
export const CHUNK_LINES = 4096;

/** A run of lines in the order of their arrival, stored by column. */
export class LogChunk {
  readonly #ms = new Float64Array(CHUNK_LINES);
  readonly #ns = new Uint32Array(CHUNK_LINES);
  readonly #messages: string[] = [];
  readonly #sets: FieldSet[] = [];
  readonly #own = new Map<number, readonly string[]>();
  #minMs = Infinity;
  #maxMs = -Infinity;
  #sorted = true;

  get size(): number {
    return this.#messages.length;
  }

  get isFull(): boolean {
    return this.size === CHUNK_LINES;
  }

  get minMs(): number {
    return this.#minMs;
  }

  get maxMs(): number {
    return this.#maxMs;
  }

  get sets(): readonly FieldSet[] {
    return this.#sets;
  }

  add(
    time: LogTime,
    message: string,
    set: FieldSet,
    own?: readonly string[],
  ): void {
    const index = this.size;
    if (index > 0 && time.ms < this.#maxMs) this.#sorted = false;
    this.#ms[index] = time.ms;
    this.#ns[index] = time.ns;
    this.#messages.push(message);
    this.#sets.push(set);
    if (own) this.#own.set(index, own);
    this.#minMs = Math.min(this.#minMs, time.ms);
    this.#maxMs = Math.max(this.#maxMs, time.ms);
  }

  /** Visits the lines of [`from`, `to`] in the order of their arrival. */
  visit(from: LogTime, to: LogTime, visitor: (row: StoredRow) => void): void {
    if (this.#minMs > to.ms || this.#maxMs < from.ms) return;
    const inside = this.#minMs > from.ms && this.#maxMs < to.ms;
    const first = this.#sorted ? this.#firstAtOrAfter(from.ms) : 0;
    for (let i = first; i < this.#messages.length; i++) {
      if (this.#ms[i] > to.ms && this.#sorted) return;
      const row = new StoredRow(
        this.#ms[i],
        this.#ns[i],
        this.#messages[i],
        this.#sets[i],
        this.#own.get(i),
      );
      if (
        inside ||
        (compareTimes(row, from) >= 0 && compareTimes(row, to) <= 0)
      ) {
        visitor(row);
      }
    }
  }

  #firstAtOrAfter(ms: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#ms[middle] < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
