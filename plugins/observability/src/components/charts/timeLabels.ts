import { DateTime } from 'luxon';

const MINUTE_S = 60;
const DAY_S = 86_400;

/** Labels of the time axis, in the reader's zone, as fine as the ticks are apart; days are named where they begin. */
export function timeLabels(
  ticks: readonly number[],
  stepSeconds: number,
): string[] {
  return ticks.map((tick, index) => {
    const at = DateTime.fromSeconds(tick);
    if (stepSeconds >= DAY_S) {
      return at.toFormat('d LLL');
    }
    const time = at.toFormat(stepSeconds < MINUTE_S ? 'HH:mm:ss' : 'HH:mm');
    const before = index > 0 && DateTime.fromSeconds(ticks[index - 1]);
    return before && !at.hasSame(before, 'day')
      ? `${time}\n${at.toFormat('d LLL')}`
      : time;
  });
}

/** `14:02:11`, with the date on other days than today. */
export function momentText(at: number): string {
  const time = DateTime.fromSeconds(at);
  return time.hasSame(DateTime.now(), 'day')
    ? time.toFormat('HH:mm:ss')
    : time.toFormat('d LLL HH:mm:ss');
}
