const UNITS_MS: Record<string, number> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Reads `90s`, `15m`, `2h` or sums of these such as `1h30m`; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '0') {
    return 0;
  }
  if (!/^(\d+(\.\d+)?(ms|[smhd]))+$/.test(trimmed)) {
    return undefined;
  }
  let total = 0;
  for (const [, value, , unit] of trimmed.matchAll(
    /(\d+(\.\d+)?)(ms|[smhd])/g,
  )) {
    total += Number(value) * UNITS_MS[unit];
  }
  return total;
}
