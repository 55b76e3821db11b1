const MS_IN_NS = 1_000_000n;

/** A moment to the nanosecond: JavaScript numbers hold only the milliseconds exactly. */
export interface LogTime {
  /** Whole milliseconds since the epoch. */
  ms: number;
  /** Nanoseconds after them, below 1 000 000. */
  ns: number;
}

/** The earliest and the latest moment, for ranges that are open at one end. */
export const BEGINNING: LogTime = { ms: -Infinity, ns: 0 };
export const END: LogTime = { ms: Infinity, ns: 999_999 };

export function fromNs(total: bigint): LogTime {
  let ns = total % MS_IN_NS;
  if (ns < 0n) ns += MS_IN_NS;
  return { ms: Number((total - ns) / MS_IN_NS), ns: Number(ns) };
}

export function toNs(time: LogTime): bigint {
  return BigInt(time.ms) * MS_IN_NS + BigInt(time.ns);
}

export function compareTimes(a: LogTime, b: LogTime): number {
  return a.ms === b.ms ? a.ns - b.ns : a.ms - b.ms;
}

/** RFC 3339 with as many digits as the moment needs. */
export function formatTime(time: LogTime): string {
  const seconds = new Date(time.ms).toISOString().slice(0, 19);
  const fraction = ((time.ms % 1000) + 1000) % 1000;
  const digits =
    String(fraction).padStart(3, '0') + String(time.ns).padStart(6, '0');
  const shown = digits.replace(/0+$/, '');
  return shown === '' ? `${seconds}Z` : `${seconds}.${shown}Z`;
}
