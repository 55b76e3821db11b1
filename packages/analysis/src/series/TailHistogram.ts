/** Upper half of a double: sign, exponent and the first 20 bits of the fraction. */
const FRACTION_BITS = 20;
/** Parts of each power of two: a quantile is right within 1.6 %. */
const PART_BITS = 5;
const SHIFT = FRACTION_BITS - PART_BITS;
const EXPONENT_BIAS = 1_023;
/** What is smaller is zero, what is larger counts as this: 2^-40 to 2^50. */
const LEAST_EXPONENT = -40;
const MOST_EXPONENT = 50;
const FIRST = (LEAST_EXPONENT + EXPONENT_BIAS) << PART_BITS;
const BUCKETS = (MOST_EXPONENT - LEAST_EXPONENT) << PART_BITS;
const SMALLEST = 2 ** LEAST_EXPONENT;

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);
const IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
const UPPER = IS_LITTLE_ENDIAN ? 1 : 0;

/** Surprises up to the first quantile count nothing, at the second they count 1. */
const USUAL = 0.9;
const RARE = 0.99;
/** Numbers before anything can be said. */
const WARM_UP = 100;
/** Nothing is worth more than so many rare ones. */
const MAX_TAIL = 10;
/** Worth of the first number that is not zero. */
const FIRST_TAIL = 5;
/** More than a bucket. */
const CLEARLY_MORE = 1.04;

/**
 * Where in the tail of all earlier numbers a number lies, in constant memory. The
 * numbers are not negative.
 *
 * @remarks
 * Masson, Rim and Lee, "DDSketch: A Fast and Fully-Mergeable Quantile Sketch with
 * Relative-Error Guarantees", VLDB 2019; the bucket is read off the bits of the
 * number, which is their linear interpolation of the logarithm. Each quantile has a
 * cursor that moves as numbers come, so that asking is free.
 */
export class TailHistogram {
  count = 0;
  /** Nine in ten numbers are smaller. */
  usual = 0;
  /** All but one in a hundred are smaller. */
  rare = 0;
  /** Bucket 0 is for zero and what is next to it. */
  readonly #counts = new Uint32Array(BUCKETS + 1);
  #usualAt = 0;
  #rareAt = 0;
  /** Numbers in lower buckets than that of the quantile. */
  #usualBelow = 0;
  #rareBelow = 0;

  /** Takes a number and returns what it is worth: 0 where usual, 1 where rare, or more. */
  add(value: number): number {
    const worth = this.#worthOf(value);
    const counts = this.#counts;
    const bucket = bucketOf(value);
    counts[bucket]++;
    const count = ++this.count;

    let at = this.#usualAt;
    let below = this.#usualBelow + (bucket < at ? 1 : 0);
    let rank = Math.floor(USUAL * count);
    if (below > rank || below + counts[at] <= rank) {
      for (; below > rank; below -= counts[at]) {
        at--;
      }
      for (; below + counts[at] <= rank; at++) {
        below += counts[at];
      }
      this.#usualAt = at;
      this.usual = valueOf(at);
    }
    this.#usualBelow = below;

    at = this.#rareAt;
    below = this.#rareBelow + (bucket < at ? 1 : 0);
    rank = Math.floor(RARE * count);
    if (below > rank || below + counts[at] <= rank) {
      for (; below > rank; below -= counts[at]) {
        at--;
      }
      for (; below + counts[at] <= rank; at++) {
        below += counts[at];
      }
      this.#rareAt = at;
      this.rare = valueOf(at);
    }
    this.#rareBelow = below;
    return worth;
  }

  #worthOf(value: number): number {
    const { usual, rare } = this;
    if (this.count < WARM_UP || value <= usual) {
      return 0;
    }
    if (rare <= usual) {
      return value > CLEARLY_MORE * rare ? FIRST_TAIL : 0;
    }
    return Math.min(MAX_TAIL, (value - usual) / (rare - usual));
  }
}

function valueOf(bucket: number): number {
  if (bucket === 0) {
    return 0;
  }
  halves[UPPER] = (FIRST + bucket - 1) * 2 ** SHIFT + 2 ** (SHIFT - 1);
  halves[1 - UPPER] = 0;
  return double[0];
}

function bucketOf(value: number): number {
  if (value < SMALLEST) {
    return 0;
  }
  double[0] = value;
  return 1 + Math.min(BUCKETS - 1, (halves[UPPER] >>> SHIFT) - FIRST);
}
