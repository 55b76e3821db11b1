import type { Observation } from '../templates';

/** What can be unusual about one series. @public */
export const seriesAnomalyKinds = [
  'level-shift',
  'variance-shift',
  'outlier',
  'exhaustion',
  'missing-data',
] as const;

/** What can be unusual about several series at once. @public */
export const jointAnomalyKinds = ['joint-outlier'] as const;

/** What can be unusual about log lines. @public */
export const logAnomalyKinds = [
  'new-template',
  'vanished-template',
  'rate-shift',
  'ratio-shift',
  'rare-after-change',
] as const;

/** Everything that a detector can report; closed, so that each kind can be shown and muted. @public */
export const anomalyKinds = [
  ...seriesAnomalyKinds,
  ...jointAnomalyKinds,
  ...logAnomalyKinds,
] as const;

/** @public */
export type SeriesAnomalyKind = (typeof seriesAnomalyKinds)[number];
/** @public */
export type LogAnomalyKind = (typeof logAnomalyKinds)[number];
/** @public */
export type AnomalyKind = (typeof anomalyKinds)[number];

/** `none` where there is no up and down, such as for missing data. @public */
export type AnomalyDirection = 'up' | 'down' | 'none';

/** When a series reaches a limit if it goes on like this. Times in milliseconds. @public */
export type ExhaustionForecast = {
  limit: number;
  /** Most likely time. */
  at: number;
  /** Bounds of the 95 % interval; without `latest` the series may as well never get there. */
  earliest: number;
  latest?: number;
};

/** One event in one series. Times in milliseconds since the epoch. @public */
export type SeriesAnomaly = {
  kind: SeriesAnomalyKind;
  /** First point that is unlike before. */
  onset: number;
  /** First point that is as before again; without it the anomaly lasts. */
  end?: number;
  direction: AnomalyDirection;
  /** How far from usual, 0 (not at all) to 1; comparable between series and kinds. */
  strength: number;
  /** What was to be expected instead, in the series' unit (for `missing-data` milliseconds between points). */
  expected: { low: number; high: number };
  /** What was seen, in the same unit: the typical value, for an outlier the worst. */
  observed: number;
  /** How sure it is that this is no chance, 0 to 1. */
  confidence: number;
  /** Only for `exhaustion`. */
  forecast?: ExhaustionForecast;
  /** For people, without the series' name and unit. */
  explanation: string;
};

/** @public */
export type SeriesAnomalyOptions = {
  /** When the question is asked, in milliseconds; decides whether the latest points are missing. Default: the last point. */
  now?: number;
  /** Time between points in milliseconds. Default: the usual one of the series. */
  intervalMs?: number;
  /** Length of the season in milliseconds, 0 for none. Default: found in the series, a day or whatever it shows. */
  seasonMs?: number;
  /** Smallest difference that matters, in the series' unit. Default 0. */
  minAbsolute?: number;
  /** Smallest difference that matters, as a share of the expected value. Default 0. */
  minRelative?: number;
  /** What the series must not reach, such as the size of a disk; only then `exhaustion` is looked for. */
  limit?: {
    value: number;
    /** An end that is further away is no anomaly. Default: a week. */
    horizonMs?: number;
  };
  /** Only these. Default: all. */
  kinds?: readonly SeriesAnomalyKind[];
};

/** One line of a log. @public */
export type WindowLine = {
  /** Milliseconds since the epoch. */
  time: number;
  text: string;
  /** As the store says it, such as `error`. */
  level?: string;
};

/** Lines of one source during a time. @public */
export type LogWindow = {
  /** Milliseconds since the epoch, inclusive. */
  from: number;
  /** Exclusive. */
  to: number;
  lines: readonly WindowLine[];
  /** Lines that there were in all, where `lines` is only a fair sample of them. */
  total?: number;
};

/** @public */
export type LogAnomalyOptions = {
  /** Times of rollouts and other changes, in milliseconds; rare lines right after one are reported. */
  changes?: readonly number[];
  /** Only these. Default: all. */
  kinds?: readonly LogAnomalyKind[];
};

/** One way in which the lines after differ from those before. @public */
export type LogAnomaly = {
  kind: LogAnomalyKind;
  /** The template that changed; without it the lines of `level`, or all lines. */
  template?: { id: string; text: string };
  level?: string;
  /** First line of the template in the later window; the window's begin for what vanished or shifted. */
  onset: number;
  direction: AnomalyDirection;
  before: Observation;
  after: Observation;
  /** Share of all lines, before and after. */
  share: { before: number; after: number };
  /** 0 to 1, comparable to that of {@link SeriesAnomaly}. */
  strength: number;
  /** How sure it is that this is no chance, 0 to 1, with as many templates as were compared. */
  confidence: number;
  /** A line as it was logged, where there is one. */
  example?: string;
  /** For people. */
  explanation: string;
};
