const UNITS_NS: Record<string, bigint> = {
  ns: 1n,
  µs: 1_000n,
  us: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  w: 7n * 86_400_000_000_000n,
  y: 365n * 86_400_000_000_000n,
};

/** Nanoseconds of `5m`, `1h30m`, `1.5s`; undefined for anything else. */
export function parseDurationNs(text: string): bigint | undefined {
  const parts = /^(-?)((?:\d+(?:\.\d+)?(?:ns|µs|us|ms|[smhdwy]))+)$/.exec(text);
  if (!parts) return undefined;
  let total = 0n;
  for (const [, amount, unit] of parts[2].matchAll(
    /(\d+(?:\.\d+)?)(ns|µs|us|ms|[smhdwy])/g,
  )) {
    total += scaled(amount, UNITS_NS[unit]);
  }
  return parts[1] ? -total : total;
}

/** Unix seconds, milliseconds, microseconds or nanoseconds, told apart by size. */
export function parseUnixNs(text: string): bigint | undefined {
  if (!/^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i.test(text)) return undefined;
  const plain = /e/i.test(text) ? Number(text).toFixed(0) : text;
  const [whole] = plain.split('.');
  const size = BigInt(whole.replace('-', ''));
  if (size < 1n << 32n) return scaled(plain, 1_000_000_000n);
  if (size < (1n << 32n) * 1_000n) return scaled(plain, 1_000_000n);
  if (size < (1n << 32n) * 1_000_000n) return scaled(plain, 1_000n);
  return BigInt(whole);
}

/** Nanoseconds since the epoch of RFC 3339, whole or cut off after the year, month, day, hour or minute. */
export function parseRfc3339Ns(text: string): bigint | undefined {
  const parts =
    /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d{1,9})\d*)?)?)?)?)?)?(Z|[+-]\d\d:\d\d)?$/.exec(
      text,
    );
  if (!parts) return undefined;
  const [
    ,
    year,
    month = '01',
    day = '01',
    hour = '00',
    minute = '00',
    second = '00',
    fraction = '',
    zone = 'Z',
  ] = parts;
  const ms = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`,
  );
  if (Number.isNaN(ms)) return undefined;
  return BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

/**
 * A time argument: `now`, a time relative to now such as `-6h`, unix time in any
 * unit, or RFC 3339. Throws with the server's text.
 */
export function parseTimeNs(text: string, nowNs: bigint): bigint {
  if (text === 'now') return nowNs;
  const absolute =
    text.includes('-') && !text.startsWith('-') && !text.startsWith('now')
      ? parseRfc3339Ns(text)
      : undefined;
  if (absolute !== undefined) return absolute;
  if (/^\d{4}$/.test(text)) return parseRfc3339Ns(text)!;
  if (/^-|^now|[a-zµ]$/.test(text) && !/Z$/.test(text)) {
    const relative = text.replace(/^now/, '');
    const duration = parseDurationNs(relative);
    if (duration === undefined) {
      throw new Error(`cannot parse duration ${JSON.stringify(relative)}`);
    }
    return nowNs - (duration < 0n ? -duration : duration);
  }
  const unix = parseUnixNs(text);
  if (unix === undefined)
    throw new Error(`cannot parse numeric timestamp ${JSON.stringify(text)}`);
  return unix;
}

function scaled(amount: string, unit: bigint): bigint {
  const [whole, fraction = ''] = amount.split('.');
  const sign = amount.startsWith('-') ? -1n : 1n;
  const digits = fraction.slice(0, 12);
  const part =
    digits === '' ? 0n : (BigInt(digits) * unit) / 10n ** BigInt(digits.length);
  return BigInt(whole) * unit + sign * part;
}
