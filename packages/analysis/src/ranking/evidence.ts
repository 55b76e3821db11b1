/** What a piece of evidence rests on. @public */
export type EvidenceKind =
  | 'log'
  | 'path'
  | 'self-time'
  | 'network'
  | 'latency'
  | 'failures'
  | 'resource';

/** One way in which an entity behaves unlike itself. @public */
export type Evidence = {
  entity: string;
  kind: EvidenceKind;
  /** How much more likely the observation is if this is where the fault lies: a natural logarithm. */
  nats: number;
  /** What was seen, for people. */
  summary: string;
};
