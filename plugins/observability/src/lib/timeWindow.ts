import { Window } from '@internal/plugin-observability-common';
import { DateTime } from 'luxon';

const UNIT_MS: Record<string, number> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const DURATION = /^([1-9]\d{0,3})([mhd])$/;

/** The backend answers no more. */
export const MAX_WINDOW_MS = 31 * UNIT_MS.d;
/** Below this the buckets of a chart get shorter than the times of the samples. */
export const MIN_WINDOW_MS = 10_000;
export const DEFAULT_LAST = '1h';

/** What a reader can choose with one press. */
export const timePresets = [
  { id: '15m', label: 'Last 15 minutes' },
  { id: '1h', label: 'Last hour' },
  { id: '6h', label: 'Last 6 hours' },
  { id: '24h', label: 'Last 24 hours' },
  { id: '7d', label: 'Last 7 days' },
] as const;

/** Milliseconds of `15m`, `6h`, `7d`; nothing for anything else, and for more than a window may have. */
export function durationMs(last: string): number | undefined {
  const [, count, unit] = DURATION.exec(last) ?? [];
  const ms = Number(count) * UNIT_MS[unit];
  return ms <= MAX_WINDOW_MS ? ms : undefined;
}

/** `Last 6 hours`, and the like for durations that are no preset. */
export function lastLabel(last: string): string {
  return timePresets.find(({ id }) => id === last)?.label ?? `Last ${last}`;
}

/** The window if both ends are times in order and not too far apart. */
export function readWindow(
  from: string | null,
  to: string | null,
): Window | undefined {
  const start = from ? DateTime.fromISO(from) : undefined;
  const end = to ? DateTime.fromISO(to) : undefined;
  if (!start?.isValid || !end?.isValid) {
    return undefined;
  }
  const length = end.toMillis() - start.toMillis();
  return length > 0 && length <= MAX_WINDOW_MS
    ? toWindow(start.toMillis(), end.toMillis())
    : undefined;
}

/** Both ends in milliseconds since 1970. */
export function toWindow(fromMs: number, toMs: number): Window {
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
  };
}

/** Twice as long around the same middle, and never beyond now. */
export function widened(window: Window, now: number): Window {
  const from = Date.parse(window.from);
  const to = Date.parse(window.to);
  const length = Math.min(2 * (to - from), MAX_WINDOW_MS);
  const end = Math.min((from + to) / 2 + length / 2, Math.max(now, to));
  return toWindow(end - length, end);
}

/** As long and right beside it. */
export function shifted(window: Window, direction: -1 | 1): Window {
  const from = Date.parse(window.from);
  const to = Date.parse(window.to);
  const by = direction * (to - from);
  return toWindow(from + by, to + by);
}
