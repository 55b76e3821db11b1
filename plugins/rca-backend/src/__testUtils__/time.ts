export const NAMESPACE = 'team-a-prod';
export const FROM = '2026-11-20T10:00:00.000Z';
export const TO = '2026-11-20T11:00:00.000Z';
/** Minutes after the begin of the window. */
export const minute = (m: number) =>
  new Date(Date.parse(FROM) + m * 60_000).toISOString();
export const date = (m: number) => new Date(minute(m));
