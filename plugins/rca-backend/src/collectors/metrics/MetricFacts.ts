/**
 * What the metrics collector measures of a service.
 * @internal
 */
export const signalKinds = [
  'rate',
  'error-ratio',
  'latency-p50',
  'latency-p95',
  'cpu-of-limit',
  'cpu-throttling',
  'memory-of-limit',
  'restarts',
  'replicas-desired',
  'replicas-available',
] as const;
/** @internal */
export type SignalKind = (typeof signalKinds)[number];

/**
 * One signal of one service, summarised. `evidence` are indices into the list
 * beside the facts.
 * @internal
 */
export type MetricSignal = {
  kind: SignalKind;
  unit: 'requests/s' | 'ratio' | 's' | 'restarts' | 'replicas';
  /** Median since the onset, or of the last minutes when nothing shifted. */
  current: number;
  /** Median before the onset; absent when there is no history. */
  baseline?: number;
  /** Set when the level changed and stays changed at the end of the window. */
  shift?: {
    /** RFC 3339. */
    onset: string;
    direction: 'up' | 'down';
    /** current / baseline; absent when the baseline is 0. */
    factor?: number;
    /** Shift in robust standard deviations of the baseline, at least 0. */
    score: number;
  };
  /** The shift is large enough, in the direction that hurts, to be a symptom. */
  anomalous: boolean;
  evidence: number[];
};

/** @internal */
export type ServiceMetricFacts = {
  service: string;
  namespace: string;
  /** True for the service under investigation. */
  isSubject: boolean;
  signals: Partial<Record<SignalKind, MetricSignal>>;
  /**
   * `load-increase`: more requests with latency and errors as before, which is
   * healthy. `no-data`: the store has nothing of this service in the window.
   */
  state: 'normal' | 'anomalous' | 'load-increase' | 'no-data';
  /** The earliest onset among the anomalous signals, RFC 3339. */
  onset?: string;
  /** 0 to 1, how far the worst anomalous signal is from its baseline; 0 when normal. */
  strength: number;
};

/**
 * A callee as its caller sees it. For callees outside the caller's namespaces
 * this is all that may be looked at.
 * @internal
 */
export type CalleeMetricFacts = {
  caller: string;
  callerNamespace: string;
  /** The service, or the whole address when it is no service that is known. */
  callee: string;
  /** As far as the address or the scope tells. */
  calleeNamespace?: string;
  /** True when the callee's namespace is unknown or outside the scope. */
  foreign: boolean;
  rate?: MetricSignal;
  errorRatio?: MetricSignal;
  latencyP95?: MetricSignal;
  anomalous: boolean;
  /** RFC 3339. */
  onset?: string;
  /** 0 to 1. */
  strength: number;
};

/** Facts of the collector `metrics`. @internal */
export type MetricFacts = {
  /** Agreed onset of all anomalous signals, RFC 3339. */
  onset?: string;
  services: ServiceMetricFacts[];
  callees: CalleeMetricFacts[];
};
