import { DateTime } from 'luxon';

/** Maps a domain to pixels. */
export function linearScale(
  domain: readonly [number, number],
  range: readonly [number, number],
): (value: number) => number {
  const span = domain[1] - domain[0] || 1;
  return value =>
    range[0] + ((value - domain[0]) / span) * (range[1] - range[0]);
}

const NICE_STEPS = [1, 2, 2.5, 5, 10];
const NICE_BINARY_STEPS = [1, 1.5];

/**
 * A round number at or above the value, for the top of an axis that starts at 0;
 * with `binary` one that is round in KiB, MiB and so on.
 */
export function niceCeiling(value: number, binary = false): number {
  if (value <= 0) {
    return 1;
  }
  const magnitude = binary
    ? 2 ** Math.floor(Math.log2(value))
    : 10 ** Math.floor(Math.log10(value));
  const steps = binary ? NICE_BINARY_STEPS : NICE_STEPS;
  const last = binary ? 2 : 10;
  return (steps.find(s => s * magnitude >= value) ?? last) * magnitude;
}

const TIME_STEPS_S = [
  60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200,
];

/** Round times in the reader's zone, at most `count` of them. */
export function timeTicks(
  domain: readonly [number, number],
  count: number,
): Array<{ at: number; label: string }> {
  const span = domain[1] - domain[0];
  const step =
    TIME_STEPS_S.find(s => span / s <= count) ??
    TIME_STEPS_S[TIME_STEPS_S.length - 1];
  const offset = DateTime.fromSeconds(domain[0]).offset * 60;
  const ticks = [];
  for (
    let at = Math.ceil((domain[0] + offset) / step) * step - offset;
    at <= domain[1];
    at += step
  ) {
    ticks.push({ at, label: DateTime.fromSeconds(at).toFormat('HH:mm') });
  }
  return ticks;
}
