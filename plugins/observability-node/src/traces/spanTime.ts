/** 9999-12-31T23:59:59Z: the last instant that RFC 3339 can write. */
const MAX_NS = 253_402_300_799_000_000_000n;
const NS_PER_MS = 1_000_000n;
const NS_PER_S = 1_000_000_000n;

/**
 * A count of time units as nanoseconds. Undefined for what is no whole number
 * from 0 to the year 9999, whichever way the store writes numbers.
 * @internal
 */
export function toNanoseconds(
  value: unknown,
  nsPerUnit: bigint = 1n,
): bigint | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !/^\d{1,19}$/.test(text)) {
    return undefined;
  }
  const ns = BigInt(text) * nsPerUnit;
  return ns <= MAX_NS ? ns : undefined;
}

/** @internal */
export function millisecondsToNanoseconds(ms: number): bigint {
  return BigInt(ms) * NS_PER_MS;
}

/** RFC 3339 with as many digits as needed, at least three. @internal */
export function formatNanoseconds(ns: bigint): string {
  const seconds = new Date(Number(ns / NS_PER_S) * 1000).toISOString();
  const fraction = String(ns % NS_PER_S)
    .padStart(9, '0')
    .replace(/(?:000){1,2}$/, '');
  return `${seconds.slice(0, 19)}.${fraction}Z`;
}

/** @internal */
export function toMilliseconds(ns: bigint): number {
  return Number(ns) / 1e6;
}
