import { ChangeMark } from '@internal/plugin-observability-common';

/** One line, area or layer of a chart. */
export type PlotSeries = {
  /** Short and direct; stands beside the line. Untrusted text is fine. */
  name: string;
  /** `[unix seconds, value]`, ascending; a gap is an absent point. */
  points: ReadonlyArray<readonly [number, number]>;
  /** One of the palette by its meaning; by position when left out. */
  colour?: ChartColour;
};

/** Colours with a meaning that is the same on every chart. */
export type ChartColour =
  | 'critical'
  | 'danger'
  | 'warning'
  | 'info'
  | 'quiet'
  | 'other';

/** How values are drawn; `bars` are stacked, and a bar begins at its time. */
export type PlotKind = 'line' | 'area' | 'bars';

/** A stretch of time that something is said about, for example an anomaly. */
export type ChartSpan = {
  from: number;
  /** Left out while it lasts. */
  to?: number;
  title: string;
  /** What was expected meanwhile, in the unit of the chart. */
  expected?: { low: number; high: number };
};

/** What was expected at each time, `[unix seconds, low, high]`, ascending. */
export type ExpectedBand = ReadonlyArray<readonly [number, number, number]>;

/** @see ChangeMark - the same, with its time in unix seconds. */
export type ChartMark = Omit<ChangeMark, 'time'> & { at: number };

/** Unix seconds. */
export type TimeRange = readonly [from: number, to: number];
