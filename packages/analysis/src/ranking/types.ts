import type { Edge } from '../graph';
import type { LogLine } from '../logShift';
import type { Point } from '../series';
import type { Span } from '../traces';
import type { Evidence } from './evidence';

/**
 * What a series measures. More is worse for each but `traffic`, which is only a
 * weight: requests per point. `cpu` and `memory` are shares (0 to 1) of what the
 * entity may use, `failure-share` one of its requests; `latency` is in any unit.
 *
 * @public
 */
export type SignalKind =
  | 'cpu'
  | 'memory'
  | 'latency'
  | 'failure-share'
  | 'traffic';

/** @public */
export type EntitySeries = {
  entity: string;
  kind: SignalKind;
  /** The course around the onset, ascending. */
  points: readonly Point[];
  /** Another time without faults; without it the points before the onset are the past. */
  reference?: readonly Point[];
};

/** What is known about an incident. Every part may be missing. @public */
export type Incident = {
  /** Stated onset in milliseconds; a minute too late does no harm. */
  onset: number;
  series?: readonly EntitySeries[];
  logs?: { reference: readonly LogLine[]; current: readonly LogLine[] };
  traces?: { reference: readonly Span[]; current: readonly Span[] };
  /** Known calls, beside those that are seen in logs and traces. */
  edges?: readonly Edge[];
  /** Where the problem was noticed. */
  symptom?: string;
};

/** @public */
export type RootCause = {
  entity: string;
  /** 1 is the most likely; tied entities share a rank. */
  rank: number;
  tied: boolean;
  /** Probability that the fault lies here, 0 to 1; the rest belongs to the others and to none. */
  score: number;
  /** Sum of the evidence, a natural logarithm. */
  nats: number;
  /** The strongest of each group that speaks for it, strongest first. */
  evidence: Evidence[];
  /** For people. */
  explanation: string;
};
