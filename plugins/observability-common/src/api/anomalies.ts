/** @public */
export type AnomalyState = 'open' | 'ended';

/**
 * Something unusual that the scheduled scan found in one namespace, with its
 * whole course: one row from its first sight to its end.
 * @public
 */
export type Anomaly = {
  id: string;
  cluster: string;
  namespace: string;
  /** The workload's service name, when the signal has one. */
  service?: string;
  /** Catalog entity of the service, when there is one that the caller may see. */
  entityRef?: string;
  signal: 'metric' | 'log';
  /** Panel of the catalogue for metrics, template id for logs. */
  subject: string;
  /** What is unusual, in the words of the catalogue or the log template. */
  title: string;
  kind: string;
  direction: 'up' | 'down' | 'none';
  /** When it began, as far as the data tells. */
  onset: string;
  /** When the scan first reported it. */
  detectedAt: string;
  lastSeenAt: string;
  endedAt?: string;
  state: AnomalyState;
  /** 0 to 1: how sure. */
  confidence: number;
  /** One sentence with numbers, units, window and baseline. */
  explanation: string;
  /** Reproduces what was seen. */
  query: string;
  window: { from: string; to: string };
  /** For the sparkline, at most 60 points. */
  points: Array<[number, number]>;
  muted?: AnomalyMute;
};

/** @public */
export type AnomalyMute = {
  id: string;
  cluster: string;
  namespace: string;
  service?: string;
  /** Left out: every subject of the service. */
  subject?: string;
  /** Left out: every kind. */
  kind?: string;
  reason: string;
  createdBy: string;
  createdAt: string;
  expiresAt: string;
};

/** Query of `GET /api/observability/anomalies`; what is left out does not narrow. @public */
export type ListAnomaliesQuery = {
  entityRef?: string;
  cluster?: string;
  namespace?: string;
  state?: AnomalyState;
  signal?: 'metric' | 'log';
  /** `false` leaves muted ones out (the default). */
  muted?: boolean;
  /** At most 100; 20 when left out. */
  limit?: number;
  cursor?: string;
};

/** Newest onset first. @public */
export type AnomalyList = {
  items: Anomaly[];
  nextCursor?: string;
  /** Of each namespace of the caller: when it was last scanned, and what went wrong. */
  scans: NamespaceScan[];
};

/** @public */
export type NamespaceScan = {
  cluster: string;
  namespace: string;
  lastScanAt?: string;
  /** In words, when the last scan could not see everything. */
  problems: string[];
};

/**
 * `POST /api/observability/anomalies/mutes`, answered by 201 with an
 * {@link AnomalyMute}; `GET` lists them, `DELETE …/mutes/:id` ends one.
 * @public
 */
export type CreateMuteRequest = {
  cluster: string;
  namespace: string;
  service?: string;
  subject?: string;
  kind?: string;
  reason: string;
  /** At most 90 days. */
  days: number;
};

/** @public */
export type AnomalyMuteList = { items: AnomalyMute[] };
