/**
 * What a line can say about a failure, told from its text alone.
 * @internal
 */
export const logSignalKinds = [
  'connection-refused',
  'timeout',
  'dns-failure',
  'missing-key',
  'invalid-config',
  'out-of-memory',
  'permission-denied',
  'disk-full',
  'upstream-error',
  'panic',
] as const;
/** @internal */
export type LogSignalKind = (typeof logSignalKinds)[number];

/** @internal */
export type LogSignal = {
  kind: LogSignalKind;
  service: string;
  namespace: string;
  /** Pods that logged it, sorted, at most 20. */
  pods: string[];
  /** A known service that the text names, e.g. the one that refused. */
  peer?: string;
  /** The environment variable, setting or file that the text names as missing or invalid. */
  key?: string;
  /** RFC 3339 of the first line after the onset. */
  firstSeen: string;
  count: number;
  /** False when so few lines may be chance, such as a single one. */
  significant: boolean;
  /** First line of the text, masked and cut. */
  text: string;
  evidence: number;
};

/** @internal */
export type LogTemplateFacts = {
  /** Stable for the same template text. */
  id: string;
  /** Variables are `<*>`, `<num>`, `<id>`, … */
  template: string;
  service: string;
  namespace: string;
  pods: string[];
  level?: string;
  change: 'new' | 'vanished' | 'rate-up' | 'rate-down';
  /** Lines in the sample before and after the split. */
  before: number;
  after: number;
  /** RFC 3339 of the first line after the split. */
  firstSeen?: string;
  evidence: number;
};

/** @internal */
export type LogVolumeFacts = {
  service: string;
  namespace: string;
  /** Error and warning lines per minute. */
  baselinePerMinute: number;
  currentPerMinute: number;
  /** Set when the volume changed and stays changed. */
  onset?: string;
  anomalous: boolean;
  pods: Array<{ pod: string; lines: number }>;
  evidence: number[];
};

/** Facts of the collector `logs`. @internal */
export type LogFacts = {
  /** Agreed onset of the volume shifts and new templates, RFC 3339. */
  onset?: string;
  volumes: LogVolumeFacts[];
  templates: LogTemplateFacts[];
  signals: LogSignal[];
  /** Services (by name) that failing lines mention, with how often. */
  mentions: Array<{ service: string; mentionedBy: string; count: number }>;
  /** True when a sample hit its limit, so counts are lower bounds. */
  truncated: boolean;
};
