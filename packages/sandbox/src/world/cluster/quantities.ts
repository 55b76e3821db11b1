const MEMORY_UNITS: Record<string, number> = {
  '': 1 / (1024 * 1024),
  k: 1000 / (1024 * 1024),
  M: 1_000_000 / (1024 * 1024),
  G: 1_000_000_000 / (1024 * 1024),
  Ki: 1 / 1024,
  Mi: 1,
  Gi: 1024,
};

/** `250m` → 0.25 cores. Absent or unreadable: 0. */
export function cpuCores(quantity: unknown): number {
  const text = String(quantity ?? '0');
  const value = text.endsWith('m')
    ? Number(text.slice(0, -1)) / 1000
    : Number(text);
  return Number.isFinite(value) ? value : 0;
}

/** `1Gi` → 1024. Absent or unreadable: 0. */
export function memoryMi(quantity: unknown): number {
  const match = /^([0-9.]+)([A-Za-z]*)$/.exec(String(quantity ?? '0'));
  const unit = match && MEMORY_UNITS[match[2]];
  return match && unit !== undefined && unit !== null
    ? Number(match[1]) * Number(unit)
    : 0;
}

/** `25%` of 3 or a plain number, as maxSurge (rounded up) and maxUnavailable (down) are read. */
export function shareOf(
  value: unknown,
  total: number,
  round: 'up' | 'down',
): number {
  if (typeof value === 'string' && value.endsWith('%')) {
    const exact = (Number(value.slice(0, -1)) / 100) * total;
    return round === 'up' ? Math.ceil(exact) : Math.floor(exact);
  }
  return Number(value ?? 0);
}
