import { RcaReport, SourceOutcome, Verdict } from './report';

/** @public */
export type InvestigationState =
  | 'queued'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'cancelled';

/** @public */
export type TimeRange =
  | { from: string; to: string }
  /** A duration that ends now: `30m`, `1h`, `6h`, at most `24h`. */
  | { last: string };

/** Body of `POST /api/rca/investigations`; answered by 201 with an {@link Investigation}. @public */
export type StartInvestigationRequest = {
  entityRef: string;
  timeRange?: TimeRange;
  /** Needed when the entity names more than one namespace. */
  namespace?: string;
  cluster?: string;
};

/** One source as it is while the investigation runs. @public */
export type SourceProgress =
  | { source: string; status: 'waiting' | 'running' }
  | SourceOutcome;

/** Row of `GET /api/rca/investigations` and answer of `GET /api/rca/investigations/:id`. @public */
export type Investigation = {
  id: string;
  entityRef: string;
  cluster: string;
  namespace: string;
  window: { from: string; to: string };
  state: InvestigationState;
  requestedBy: string;
  createdAt: string;
  finishedAt?: string;
  progress: SourceProgress[];
  verdict?: Verdict;
  confidence?: number;
  summary?: string;
  /** Web page of the report file at the Git host, once it is committed. */
  reportUrl?: string;
  commitSha?: string;
  /** Set when the analysis stands but the commit failed. */
  commitError?: string;
  /** One sentence for people, for state `failed`. */
  error?: string;
};

/** @public */
export type InvestigationWithReport = Investigation & { report?: RcaReport };

/**
 * Query of `GET /api/rca/investigations`. Every part narrows the list; what is
 * left out does not. Other routes of one investigation:
 * `POST /api/rca/investigations/:id/cancel` (answered by 204) and
 * `GET /api/rca/investigations/:id/report.md` (the committed Markdown, `text/markdown`).
 * @public
 */
export type ListInvestigationsQuery = {
  entityRef?: string;
  namespace?: string;
  state?: InvestigationState;
  verdict?: Verdict;
  /** At most 100; 20 when left out. */
  limit?: number;
  cursor?: string;
};

/** Answer of `GET /api/rca/investigations?entityRef=&limit=&cursor=`, newest first. @public */
export type InvestigationList = {
  items: Investigation[];
  nextCursor?: string;
};

/** Machine-readable reasons in error answers of the plugin. @public */
export const rcaErrorReasons = {
  /** The entity has no `backstage.io/kubernetes-namespace` annotation and none was given. */
  noNamespace: 'no-namespace',
  /** The window is empty, in the future, or longer than 24 h. */
  badTimeRange: 'bad-time-range',
  /** The caller may not read the namespace. */
  namespaceDenied: 'namespace-denied',
  /** The tenant has too many investigations running. */
  tooManyInvestigations: 'too-many-investigations',
} as const;
