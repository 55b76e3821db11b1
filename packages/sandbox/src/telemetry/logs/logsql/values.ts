import { parseDurationNs, parseRfc3339Ns } from '../../goTime';

const BYTES: Record<string, number> = {
  b: 1,
  k: 1e3,
  kb: 1e3,
  kib: 1024,
  ki: 1024,
  m: 1e6,
  mb: 1e6,
  mib: 1024 ** 2,
  mi: 1024 ** 2,
  g: 1e9,
  gb: 1e9,
  gib: 1024 ** 3,
  gi: 1024 ** 3,
  t: 1e12,
  tb: 1e12,
  tib: 1024 ** 4,
  ti: 1024 ** 4,
};

/** A plain decimal number; undefined for anything else. */
export function parseFloatStrict(text: string): number | undefined {
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text)
    ? Number(text)
    : undefined;
}

/** `10KiB`, `1.5MB`; undefined for anything else. */
export function parseBytes(text: string): number | undefined {
  const parts = /^(-?\d+(?:\.\d+)?)([kmgt]i?b?|b)$/i.exec(text);
  return parts ? Number(parts[1]) * BYTES[parts[2].toLowerCase()] : undefined;
}

/** A number in any notation that LogsQL compares by value: decimal, duration (in nanoseconds), bytes, time, IPv4. */
export function parseMathNumber(text: string): number | undefined {
  if (text === '') return undefined;
  if (/^[-+]?inf$/i.test(text))
    return text.startsWith('-') ? -Infinity : Infinity;
  const plain = parseNumberOrDuration(text);
  if (plain !== undefined) return plain;
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text)) {
    const time = parseRfc3339Ns(text);
    if (time !== undefined) return Number(time);
  }
  return parseIpv4(text);
}

/** `1.2.3.4` as a number; undefined for anything else. */
export function parseIpv4(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/
    .exec(text)
    ?.slice(1)
    .map(Number);
  if (!parts || parts.some(part => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

function parseNumberOrDuration(text: string): number | undefined {
  const number = parseFloatStrict(text);
  if (number !== undefined) return number;
  const duration = parseDurationNs(text);
  if (duration !== undefined) return Number(duration);
  const bytes = parseBytes(text);
  if (bytes !== undefined) return bytes;
  return /^0[xob][\da-f]+$/i.test(text) ? Number(text) : undefined;
}

/** LogsQL's order: numbers, durations, sizes and times by value, other texts naturally (`a9` before `a10`). */
export function compareValues(a: string, b: string): number {
  if (a === b) return 0;
  const aTime = /^\d{4}-/.test(a) ? parseRfc3339Ns(a) : undefined;
  const bTime = aTime === undefined ? undefined : parseRfc3339Ns(b);
  if (aTime !== undefined && bTime !== undefined) return aTime < bTime ? -1 : 1;
  const aNumber = parseNumberOrDuration(a);
  const bNumber = aNumber === undefined ? undefined : parseNumberOrDuration(b);
  if (aNumber !== undefined && bNumber !== undefined) return aNumber - bNumber;
  return compareNaturally(a, b);
}

function compareNaturally(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (left[i] === right[i]) continue;
    if (/^\d/.test(left[i]) && /^\d/.test(right[i])) {
      const difference = Number(left[i]) - Number(right[i]);
      if (difference !== 0) return difference;
      return left[i].length - right[i].length;
    }
    return left[i] < right[i] ? -1 : 1;
  }
  return left.length - right.length;
}
