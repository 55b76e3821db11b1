const FIRST_BACKOFF_MS = 10_000;
const MAX_BACKOFF_MS = 5 * 60 * 1000;

/** The pause after so many failures in a row: 10 s, doubled each time, at most 5 minutes. */
export function backoffMs(failures: number): number {
  return Math.min(
    MAX_BACKOFF_MS,
    FIRST_BACKOFF_MS * 2 ** Math.max(0, failures - 1),
  );
}

/** `40s`, `2m40s`, `5m0s`: as Go prints a duration. */
export function durationText(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  return seconds < 60
    ? `${seconds}s`
    : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
