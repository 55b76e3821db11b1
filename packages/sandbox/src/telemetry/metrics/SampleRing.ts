const INITIAL_CAPACITY = 32;
const MAX_TIME_OFFSET = 0xffff_ffff;

/** Samples of one series in ascending time, copied out of the ring. */
export interface Samples {
  /** Milliseconds since the epoch. */
  times: Float64Array;
  values: Float64Array;
}

/**
 * The samples of one series: 12 bytes each, in two typed arrays that are used as
 * a ring. The ring grows while the retention holds more samples and stays as it
 * is once old samples leave as fast as new ones come.
 */
export class SampleRing {
  #origin = 0;
  #offsets = new Uint32Array(INITIAL_CAPACITY);
  #values = new Float64Array(INITIAL_CAPACITY);
  #head = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get firstTime(): number {
    return this.#size === 0 ? NaN : this.#timeAt(0);
  }

  get lastTime(): number {
    return this.#size === 0 ? NaN : this.#timeAt(this.#size - 1);
  }

  /** Adds a sample and drops those before `oldestMs`. A second sample of one time replaces the first. */
  add(timeMs: number, value: number, oldestMs: number): void {
    this.#dropBefore(oldestMs);
    if (this.#size > 0 && timeMs <= this.lastTime) {
      this.#insert(timeMs, value);
      return;
    }
    if (this.#size === 0) {
      this.#origin = timeMs;
    }
    this.#append(timeMs, value);
  }

  /** The samples with `fromMs` < time <= `toMs`. */
  slice(fromMs: number, toMs: number): Samples {
    const from = this.#firstIndexAfter(fromMs);
    const to = this.#firstIndexAfter(toMs);
    const times = new Float64Array(Math.max(0, to - from));
    const values = new Float64Array(times.length);
    for (let i = 0; i < times.length; i++) {
      times[i] = this.#timeAt(from + i);
      values[i] = this.#values[this.#slot(from + i)];
    }
    return { times, values };
  }

  /** Whether any sample lies in [`fromMs`, `toMs`]. */
  overlaps(fromMs: number, toMs: number): boolean {
    if (!(this.firstTime <= toMs && this.lastTime >= fromMs)) return false;
    const next = this.#firstIndexAfter(fromMs - 1);
    return next < this.#size && this.#timeAt(next) <= toMs;
  }

  #slot(index: number): number {
    const slot = this.#head + index;
    return slot < this.#values.length ? slot : slot - this.#values.length;
  }

  #timeAt(index: number): number {
    return this.#origin + this.#offsets[this.#slot(index)];
  }

  #append(timeMs: number, value: number): void {
    if (timeMs - this.#origin > MAX_TIME_OFFSET) {
      this.#rebuild(this.slice(-Infinity, Infinity), this.#values.length);
    }
    if (this.#size === this.#values.length) {
      this.#rebuild(this.slice(-Infinity, Infinity), this.#size * 2);
    }
    const slot = this.#slot(this.#size);
    this.#offsets[slot] = timeMs - this.#origin;
    this.#values[slot] = value;
    this.#size++;
  }

  /** The rare sample out of order, which only an import brings. */
  #insert(timeMs: number, value: number): void {
    const { times, values } = this.slice(-Infinity, Infinity);
    const index = this.#firstIndexAfter(timeMs);
    if (index > 0 && times[index - 1] === timeMs) {
      this.#values[this.#slot(index - 1)] = value;
      return;
    }
    const merged = {
      times: Float64Array.from([
        ...times.subarray(0, index),
        timeMs,
        ...times.subarray(index),
      ]),
      values: Float64Array.from([
        ...values.subarray(0, index),
        value,
        ...values.subarray(index),
      ]),
    };
    this.#rebuild(merged, Math.max(this.#values.length, merged.times.length));
  }

  #rebuild(samples: Samples, capacity: number): void {
    this.#origin = samples.times[0] ?? 0;
    this.#offsets = new Uint32Array(capacity);
    this.#values = new Float64Array(capacity);
    this.#values.set(samples.values);
    for (let i = 0; i < samples.times.length; i++) {
      this.#offsets[i] = samples.times[i] - this.#origin;
    }
    this.#head = 0;
    this.#size = samples.times.length;
  }

  #dropBefore(oldestMs: number): void {
    while (this.#size > 0 && this.#timeAt(0) < oldestMs) {
      this.#head = this.#slot(1);
      this.#size--;
    }
  }

  #firstIndexAfter(timeMs: number): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#timeAt(middle) <= timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
