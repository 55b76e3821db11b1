import { isMasked } from './maskWords';

/** A word with fewer letters says nothing about what the line is about. */
const MIN_LETTERS = 2;
const HASH_PRIME = 0x01000193;
const HASH_SPREAD = 0x85ebca6b;
/** 2^46 values: the sum over all words of a line stays an exact integer. */
const HIGH_BITS = 14;
const HIGH_FACTOR = 2 ** 32;

/**
 * Lines that are equal once masked. The hash is a sum over positions, so that the
 * hash with some positions left out is a subtraction.
 */
export class Shape {
  readonly words: readonly string[];
  readonly hashes: readonly number[];
  readonly hash: number;
  readonly masked: readonly number[];
  /** Positions at which many values were seen. */
  readonly proven: ReadonlySet<number>;
  count = 0;

  constructor(
    words: readonly string[],
    proven: ReadonlySet<number> = new Set(),
  ) {
    this.words = words;
    this.hashes = words.map(hashWord);
    this.hash = this.hashes.reduce((sum, one) => sum + one, 0);
    this.masked = words.flatMap((word, i) => (isMasked(word) ? [i] : []));
    this.proven = proven;
  }

  get text(): string {
    return this.words.join(' ');
  }

  /** The hash of all positions but these. */
  hashWithout(positions: readonly number[]): number {
    return positions.reduce((sum, i) => sum - this.hashes[i], this.hash);
  }

  /** Words that tell this shape from others, outside of these positions. */
  literalsWithout(positions: readonly number[]): number {
    let literals = 0;
    this.words.forEach((word, i) => {
      if (!positions.includes(i) && !isMasked(word) && hasLetters(word)) {
        literals++;
      }
    });
    return literals;
  }

  equalsWithout(other: Shape, positions: readonly number[]): boolean {
    return (
      this.words.length === other.words.length &&
      this.words.every(
        (word, i) => word === other.words[i] || positions.includes(i),
      )
    );
  }
}

function hasLetters(word: string): boolean {
  return (word.match(/\p{L}/gu)?.length ?? 0) >= MIN_LETTERS;
}

function hashWord(word: string, position: number): number {
  let low = Math.imul(position + 1, HASH_PRIME);
  let high = Math.imul(position + 1, HASH_SPREAD);
  for (let i = 0; i < word.length; i++) {
    low = Math.imul(low ^ word.charCodeAt(i), HASH_PRIME);
    high = Math.imul(high ^ low ^ (low >>> 15), HASH_SPREAD);
  }
  return (low >>> 0) + (high >>> (32 - HIGH_BITS)) * HIGH_FACTOR;
}
