import { InputError } from '@backstage/errors';
import { rcaErrorReasons, TimeRange } from '@internal/plugin-rca-common';

const DEFAULT_RANGE: TimeRange = { last: '1h' };
const MIN_SPAN_MS = 5 * 60 * 1_000;
const MAX_SPAN_MS = 24 * 60 * 60 * 1_000;
/** Clocks of browsers may be ahead by this much. */
const FUTURE_TOLERANCE_MS = 60_000;
const UNIT_MS: Record<string, number> = { m: 60_000, h: 3_600_000 };

/**
 * The window that a time range means now.
 *
 * @throws InputError with reason `bad-time-range`.
 * @internal
 */
export function parseTimeRange(
  range: TimeRange = DEFAULT_RANGE,
  now: Date = new Date(),
): { from: Date; to: Date } {
  if ('last' in range) {
    const match = /^(\d{1,4})([mh])$/.exec(range.last);
    const span = match ? Number(match[1]) * UNIT_MS[match[2]] : 0;
    if (span < MIN_SPAN_MS || span > MAX_SPAN_MS) {
      throw badTimeRange(
        `Invalid duration '${range.last}': must be from 5m to 24h, such as 30m or 6h`,
      );
    }
    return { from: new Date(now.getTime() - span), to: now };
  }
  const from = new Date(range.from);
  const to = new Date(range.to);
  const span = to.getTime() - from.getTime();
  if (!(span >= MIN_SPAN_MS && span <= MAX_SPAN_MS)) {
    throw badTimeRange(
      'The time range must be between 5 minutes and 24 hours long, and its begin must be before its end',
    );
  }
  if (to.getTime() > now.getTime() + FUTURE_TOLERANCE_MS) {
    throw badTimeRange('The time range must not end in the future');
  }
  return { from, to: to > now ? now : to };
}

function badTimeRange(message: string): InputError {
  return Object.assign(new InputError(message), {
    reason: rcaErrorReasons.badTimeRange,
  });
}
