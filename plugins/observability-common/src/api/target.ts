/**
 * Which workload a question is about. The backend resolves it: cluster and
 * namespace come from the entity's annotations and count only where tenancy
 * agrees; nothing here widens what the caller may see.
 * @public
 */
export type TargetRef = {
  entityRef: string;
  /** Needed when the entity names more than one namespace. */
  namespace?: string;
  cluster?: string;
};

/** Both ends are RFC 3339 instants; at most 31 days. @public */
export type Window = { from: string; to: string };

/** Answer of `GET /api/observability/target?entityRef=&namespace=&cluster=`. @public */
export type Target = {
  entityRef: string;
  cluster: string;
  namespace: string;
  /** Value of the telemetry's service name; the entity's name unless annotated otherwise. */
  service: string;
  /** A part is absent when no such store is configured for the cluster. */
  stores: {
    /** `traceIdField` is the field of a line with the id of its trace. */
    logs?: { language: LogLanguage; traceIdField?: string };
    metrics?: { language: MetricLanguage };
    traces?: Record<string, never>;
  };
};

/** @public */
export type LogLanguage = 'logsql' | 'logql';

/** @public */
export type MetricLanguage = 'metricsql' | 'promql';

/**
 * What happened to the workload, drawn on the time axis of every chart of a page.
 * Answer of `POST /api/observability/marks` with {@link TargetRef} and `window`.
 * @public
 */
export type ChangeMark = {
  time: string;
  kind: 'rollout' | 'scale' | 'config' | 'restart' | 'node' | 'anomaly';
  /** One short sentence, for example `Rollout of checkout to revision 7`. */
  title: string;
};

/** @public */
export type MarksRequest = TargetRef & { window: Window };

/** `problems` name sources that could not be asked, in words. @public */
export type MarksAnswer = { marks: ChangeMark[]; problems: string[] };
