/** Version of the report's JSON Schema: major changes break readers, minor ones add what may be absent. @public */
export const REPORT_SCHEMA_VERSION = '1.2';
/** Versions of reports that can be read: those of the database and of Git may be older. @public */
export const readableSchemaVersions = [
  '1.0',
  '1.1',
  REPORT_SCHEMA_VERSION,
] as const;

/** @public */
export const verdicts = ['cause-found', 'inconclusive', 'healthy'] as const;
/** @public */
export type Verdict = (typeof verdicts)[number];

/**
 * The closed list of causes that a hypothesis may name.
 * @public
 */
export const causeCategories = [
  'bad-image',
  'bad-config',
  'missing-config',
  'out-of-memory',
  'probe-failure',
  'cpu-saturation',
  'slow-dependency',
  'code-regression',
  'unschedulable',
  'service-selector',
  'node-failure',
  'scaled-to-zero',
  'quota-exceeded',
  'admission-denied',
  'storage',
  'network-policy',
  'dns-policy',
  'certificate-expired',
  'other',
] as const;
/** @public */
export type CauseCategory = (typeof causeCategories)[number];

/** @public */
export type ObjectRef = {
  cluster: string;
  /** Absent for cluster-scoped objects. */
  namespace?: string;
  kind: string;
  name: string;
};

/**
 * Something that was observed. Findings and hypotheses name evidence by id; an
 * id that is not in the report is a bug and is refused before the report is written.
 * @public
 */
export type Evidence = {
  /** `ev-1`, `ev-2`, … in order of collection. */
  id: string;
  /** The collector that found it: `kubernetes`, `logs`, `metrics`, `changes`, … */
  source: string;
  title: string;
  object?: ObjectRef;
  /** RFC 3339. */
  at?: string;
  /** What reproduces it: a LogsQL or MetricsQL query, an API path, a commit. */
  query?: string;
  /** At most 4 KiB of the raw text. Untrusted: render as text, never as markup. */
  excerpt?: string;
  /** For numbers: the value, its unit, the window it was taken over, and its baseline. */
  measurement?: {
    value: number;
    unit: string;
    windowSeconds: number;
    baseline?: number;
  };
  /** `[unix seconds, value]` for a curve, at most 500 points. */
  series?: Array<{ name: string; points: Array<[number, number]> }>;
};

/** @public */
export type Severity = 'critical' | 'warning' | 'info';

/** A statement about one object that its evidence supports. @public */
export type Finding = {
  /** `f-1`, … */
  id: string;
  /** Id of the rule or detector, kebab-case, e.g. `container-oom-killed`. */
  rule: string;
  title: string;
  severity: Severity;
  object: ObjectRef;
  onset?: string;
  /**
   * Who says so, sorted: `rules` for the rules of the portal, and the source of
   * each collector that says the same of the same object. Since 1.1.
   */
  origins?: string[];
  evidence: string[];
};

/** The origin of what the portal's own rules say. @public */
export const OWN_ORIGIN = 'rules';

/** @public */
export type ProposedAction = {
  id: string;
  kind: 'rollback' | 'scale' | 'restart' | 'config-change' | 'ask-human';
  target: ObjectRef;
  /** What to do, one imperative sentence. */
  title: string;
  parameters: Record<string, string | number>;
  risk: 'low' | 'medium' | 'high';
  expectedEffect: string;
  /** How to see that it worked. */
  successMeasure: string;
};

/** @public */
export type Hypothesis = {
  /** `h-1`, … in rank order. */
  id: string;
  category: CauseCategory;
  entity: ObjectRef;
  /** One sentence in plain words. */
  statement: string;
  /** 0 to 1: how sure the analysis is that this is the cause. */
  confidence: number;
  onset?: string;
  evidenceFor: string[];
  evidenceAgainst: string[];
  /** From the cause to the symptom, both included. */
  propagation: ObjectRef[];
  /** What a person could look at to be sure. */
  confirmBy?: string;
};

/** A candidate that was looked at and dropped. @public */
export type ExcludedCandidate = {
  category: CauseCategory;
  entity: ObjectRef;
  reason: string;
  evidence: string[];
};

/** @public */
export type SourceOutcome = {
  source: string;
  status: 'ok' | 'partial' | 'failed' | 'timed-out' | 'cancelled';
  durationMs: number;
  evidenceCount: number;
  /** One line for people: what was found, or why it failed. */
  summary: string;
};

/** Something that could not be looked at; never a finding. @public */
export type Unchecked = {
  source: string;
  /** e.g. `forbidden`, `timed-out`, `unreachable`, `foreign-namespace`. */
  reason: string;
  message: string;
};

/** @public */
export type TimelineEntry = {
  /** RFC 3339. */
  at: string;
  kind: 'onset' | 'change' | 'event' | 'finding';
  title: string;
  object?: ObjectRef;
  evidence: string[];
};

/** An earlier report of the same entity that resembles this one. Since 1.1. @public */
export type SeenBefore = {
  investigationId: string;
  createdAt: string;
  /** 0 to 1: by category, cause and rules. */
  similarity: number;
  verdict: Verdict;
  category?: CauseCategory;
  entity?: ObjectRef;
  summary: string;
  /** Web page of that report at the Git host, when it was committed. */
  reportUrl?: string;
  evidence: string[];
};

/**
 * Why code left out a sentence of a model.
 * @public
 */
export const dropReasons = [
  'unknown-evidence',
  'entity-not-named',
  'number-not-found',
  'words-not-supported',
  'unfit-text',
  'too-many',
] as const;
/** @public */
export type DropReason = (typeof dropReasons)[number];

/**
 * The findings in the words of a model. Nothing else of the report depends on
 * it, and each of its sentences was checked against its evidence. Since 1.2.
 * @public
 */
export type Narrative = {
  /** The model that wrote it, as it is called in the configuration. */
  model?: string;
  /** Untrusted: render as text, never as markup. */
  sentences: Array<{ text: string; evidence: string[] }>;
  /** Sentences that the check left out. */
  dropped: Array<{ reason: DropReason; count: number }>;
  /** Why the model wrote nothing. */
  failure?: string;
};

/** @public */
export type RcaReport = {
  schemaVersion: string;
  investigationId: string;
  entityRef: string;
  cluster: string;
  namespace: string;
  window: { from: string; to: string };
  requestedBy: string;
  createdAt: string;
  durationMs: number;
  verdict: Verdict;
  /** 0 to 1, of the verdict. */
  confidence: number;
  /** One sentence, the first thing that a reader sees. */
  summary: string;
  /** Onset of the symptom, when one was found. */
  onset?: string;
  hypotheses: Hypothesis[];
  /** Absent unless a model is configured. Since 1.2. */
  narrative?: Narrative;
  excluded: ExcludedCandidate[];
  findings: Finding[];
  timeline: TimelineEntry[];
  /** The most similar first. Since 1.1. */
  seenBefore?: SeenBefore[];
  unchecked: Unchecked[];
  actions: ProposedAction[];
  sources: SourceOutcome[];
  evidence: Evidence[];
};
