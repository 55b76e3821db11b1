import { Anomaly } from '@internal/plugin-observability-common';

/** @internal */
export type Window = { from: Date; to: Date };

/** What a scan saw of one unusual thing. @internal */
export type Sighting = Pick<
  Anomaly,
  | 'signal'
  | 'subject'
  | 'title'
  | 'kind'
  | 'direction'
  | 'confidence'
  | 'explanation'
  | 'query'
  | 'points'
> & {
  /** Empty when the signal has none. */
  service: string;
  onset: Date;
  window: Window;
};

/** A namespace that one process scans for a while. @internal */
export type ScanLease = {
  cluster: string;
  namespace: string;
  owner: string;
  /** Goes with each write; a lease that was taken over has another one. */
  token: string;
  /** When this round began, by whoever began it. */
  roundStartedAt: Date;
  /** Parts that whoever had the lease before has finished. */
  done: string[];
  problems: ScanProblem[];
};

/** What a part of a scan could not see, in words. @internal */
export type ScanProblem = { part: string; message: string };

/** The part of a scan that looks at a workload's metrics. @internal */
export function metricsPart(service: string): string {
  return `metrics/${service}`;
}

/** The only part where there is nothing to look at, to say so. @internal */
export const NOTHING_PART = 'nothing';

/** The part of a scan that looks at the log lines of the namespace. @internal */
export const LOGS_PART = 'logs';

/** The process lost its lease: whatever it does for the namespace is void. @internal */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError';
}
