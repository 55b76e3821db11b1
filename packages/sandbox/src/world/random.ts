const UINT32 = 0x1_0000_0000;
/** The letters that Kubernetes uses for generated names: no vowels, so no words. */
const SAFE_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/**
 * A small seeded generator (sfc32). Streams with a name are independent of each
 * other, so one more draw in one place does not change the whole world.
 */
export class Random {
  readonly #seed: string;
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number | string) {
    this.#seed = String(seed);
    this.#a = hash32(`${this.#seed}/a`);
    this.#b = hash32(`${this.#seed}/b`);
    this.#c = hash32(`${this.#seed}/c`);
    for (let i = 0; i < 12; i++) {
      this.#next();
    }
  }

  /** A generator of its own for one purpose. */
  stream(name: string): Random {
    return new Random(`${this.#seed}/${name}`);
  }

  /** Uniform in [0, 1). */
  unit(): number {
    return this.#next() / UINT32;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.unit() * items.length)];
  }

  /** Roughly normal, mean 0 and deviation 1, within ±3.5. */
  gauss(): number {
    return (this.unit() + this.unit() + this.unit() + this.unit() - 2) * 1.732;
  }

  /** How many of many rare things happen when `mean` are expected. */
  poisson(mean: number): number {
    if (mean <= 0) {
      return 0;
    }
    if (mean > 30) {
      return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.gauss()));
    }
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.unit(); product > limit; product *= this.unit()) {
      count += 1;
    }
    return count;
  }

  /** Lower-case hexadecimal digits. */
  hex(length: number): string {
    let text = '';
    while (text.length < length) {
      text += this.#next().toString(16).padStart(8, '0');
    }
    return text.slice(0, length);
  }

  uuid(): string {
    const hex = this.hex(32);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(
      13,
      16,
    )}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  /** The random end of a generated name, as in `web-55bcb49f5d-8ptnp`. */
  suffix(length = 5): string {
    let text = '';
    for (let i = 0; i < length; i++) {
      text += SAFE_LETTERS[Math.floor(this.unit() * SAFE_LETTERS.length)];
    }
    return text;
  }

  #next(): number {
    const t = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + t;
    this.#c |= 0;
    return t >>> 0;
  }
}

/** FNV-1a with a final mix: the same text gives the same number, everywhere. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A digest of `length` hexadecimal digits: for names and checksums, not for security. */
export function digestOf(text: string, length: number): string {
  return new Random(text).hex(length);
}

/** Kubernetes' way to write a hash into a name: its safe letters instead of digits. */
export function safeEncode(value: number): string {
  return [...String(value)]
    .map(
      digit =>
        SAFE_LETTERS[(digit.charCodeAt(0) - 48 + 10) % SAFE_LETTERS.length],
    )
    .join('');
}
