import { MetricsQueryError } from './MetricsQueryError';
import { Duration } from './types';

const UNITS_MS: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  y: 365 * 86_400_000,
};
const MULTIPLIERS: Record<string, number> = {
  '': 1,
  k: 1e3,
  kb: 1e3,
  ki: 1024,
  kib: 1024,
  m: 1e6,
  mb: 1e6,
  mi: 1024 ** 2,
  mib: 1024 ** 2,
  g: 1e9,
  gb: 1e9,
  gi: 1024 ** 3,
  gib: 1024 ** 3,
  t: 1e12,
  tb: 1e12,
  ti: 1024 ** 4,
  tib: 1024 ** 4,
};

/** `5m`, `1h30m`, `500ms`, `3i`; undefined for anything else. */
export function parseDuration(text: string): Duration | undefined {
  const parts = /^(-?)((?:\d+(?:\.\d+)?(?:ms|[smhdwyi]))+)$/.exec(text);
  if (!parts) return undefined;
  const sign = parts[1] ? -1 : 1;
  const duration = { ms: 0, steps: 0 };
  for (const [, amount, unit] of parts[2].matchAll(/([\d.]+)(ms|[smhdwyi])/g)) {
    if (unit === 'i') duration.steps += sign * Number(amount);
    else duration.ms += sign * Number(amount) * UNITS_MS[unit];
  }
  return duration;
}

/** `12`, `1e3`, `0x1f`, `4Ki`, `Inf`, `NaN`; undefined for anything else. */
export function parseNumber(text: string): number | undefined {
  const lower = text.toLowerCase();
  if (lower === 'inf' || lower === '+inf') return Infinity;
  if (lower === '-inf') return -Infinity;
  if (lower === 'nan') return NaN;
  if (/^0[xb]/.test(lower)) return Number(lower);
  const parts =
    /^((?:\d[\d_]*\.?\d*|\.\d+)(?:e[-+]?\d+)?)([kmgt](?:ib|i|b)?)?$/.exec(
      lower,
    );
  return parts
    ? Number(parts[1].replace(/_/g, '')) * MULTIPLIERS[parts[2] ?? '']
    : undefined;
}

/** The value of a string literal in any of the three quotes. */
export function parseString(token: string): string {
  const body = token.slice(1, -1);
  if (token[0] === '`') return body;
  const json =
    token[0] === "'"
      ? body.replace(/\\'/g, "'").replace(/(?<!\\)"/g, '\\"')
      : body;
  try {
    return JSON.parse(
      `"${json
        .replace(/\n/g, '\\n')
        .replace(/\t/g, '\\t')
        .replace(/\\x([\da-f]{2})/gi, '\\u00$1')
        .replace(/\\a/g, '\\u0007')
        .replace(/\\v/g, '\\u000b')}"`,
    );
  } catch {
    throw new MetricsQueryError(
      `cannot parse string literal ${JSON.stringify(token)}: invalid syntax`,
    );
  }
}
