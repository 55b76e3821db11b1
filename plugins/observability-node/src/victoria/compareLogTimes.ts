/** `2026-11-20T18:25:00` */
const SECONDS_LENGTH = 19;

/**
 * Orders RFC 3339 times in UTC by time. VictoriaLogs trims zeros of fractions, so
 * text order is wrong, and a JavaScript Date loses nanoseconds.
 * @internal
 */
export function compareLogTimes(a: string, b: string): number {
  const left = padded(a);
  const right = padded(b);
  if (left === right) {
    return 0;
  }
  return left < right ? -1 : 1;
}

function padded(time: string): string {
  const fraction = time.slice(SECONDS_LENGTH).replace(/\D/g, '');
  return time.slice(0, SECONDS_LENGTH) + fraction.padEnd(9, '0');
}
