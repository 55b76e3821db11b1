import { DateTime } from 'luxon';

/** `14:02:11` today, with the date on other days; always in the reader's zone. */
export function exactTime(iso: string, now = DateTime.now()): string {
  const time = DateTime.fromISO(iso);
  if (!time.isValid) {
    return iso;
  }
  return time.hasSame(now, 'day')
    ? time.toLocaleString(DateTime.TIME_24_WITH_SECONDS)
    : time.toLocaleString({
        ...DateTime.DATETIME_MED_WITH_SECONDS,
        hourCycle: 'h23',
      });
}

/** `12 minutes ago`. */
export function relativeTime(iso: string, now = DateTime.now()): string {
  const time = DateTime.fromISO(iso);
  return (time.isValid && time.toRelative({ base: now })) || iso;
}

/** Name and offset of the reader's zone, e.g. `Europe/Berlin (UTC+1)`. */
export function readerZone(): string {
  const now = DateTime.now();
  return `${now.zoneName} (UTC${now.toFormat('Z')})`;
}

/** `13:10 to 14:10`, with dates where the two are not of today. */
export function windowText(window: { from: string; to: string }): string {
  const from = DateTime.fromISO(window.from);
  const to = DateTime.fromISO(window.to);
  if (!from.isValid || !to.isValid) {
    return `${window.from} to ${window.to}`;
  }
  const short = {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const;
  const long = { ...short, day: 'numeric', month: 'short' } as const;
  const now = DateTime.now();
  const first = from.toLocaleString(from.hasSame(now, 'day') ? short : long);
  const last = to.toLocaleString(to.hasSame(from, 'day') ? short : long);
  return `${first} to ${last}`;
}

/** Seconds since 1970, for axes. */
export function toUnix(iso: string): number {
  return DateTime.fromISO(iso).toSeconds();
}
