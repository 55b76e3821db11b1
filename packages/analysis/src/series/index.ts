export { detectShift } from './detectShift';
export type { Point, Shift, ShiftOptions } from './detectShift';
export { estimateOnset } from './estimateOnset';
export type { Onset, OnsetVote } from './estimateOnset';
export { segmentSeries } from './segmentSeries';
export type { Segment } from './segmentSeries';
export { describeBaseline, median, quantile } from './statistics';
export type { Baseline } from './statistics';
