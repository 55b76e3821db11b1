/** A Kubernetes object as the API serves it. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: KubeMetadata;
  spec?: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- free-form by nature
  status?: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- free-form by nature
  [field: string]: unknown;
}

export interface KubeMetadata {
  name: string;
  generateName?: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  creationTimestamp: string;
  generation?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: Array<{
    apiVersion: string;
    kind: string;
    name: string;
    uid: string;
    controller?: boolean;
    blockOwnerDeletion?: boolean;
  }>;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  finalizers?: string[];
  managedFields?: unknown[];
}

/** One resource of one API group, e.g. `{ group: 'apps', version: 'v1', plural: 'deployments', … }`. */
export interface ResourceType {
  /** Empty for the core group. */
  group: string;
  version: string;
  plural: string;
  singular: string;
  kind: string;
  namespaced: boolean;
  shortNames?: string[];
  /** e.g. `status`, `scale`, `log`. */
  subresources?: string[];
  /** e.g. `all`, for `kubectl get all`. */
  categories?: string[];
  /** Whether the server counts changes of the specification in `metadata.generation`. */
  generation?: boolean;
}

/** A new object: the store fills in uid, resourceVersion and creationTimestamp. */
export interface NewKubeObject {
  apiVersion: string;
  kind: string;
  metadata: Partial<KubeMetadata> & { name: string };
  spec?: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- free-form by nature
  status?: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- free-form by nature
  [field: string]: unknown;
}

export type WatchEvent = {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: KubeObject;
  /** What the object was before; only in a shared watch, and read-only. */
  previous?: KubeObject;
};

/**
 * The cluster's etcd: every read returns a copy, every write gets a new
 * resourceVersion from one counter, and recent changes can be replayed.
 */
export interface ObjectStore {
  readonly resourceVersion: string;
  get(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): KubeObject | undefined;
  /** Ordered by namespace, then name. All namespaces when `namespace` is undefined. */
  list(type: ResourceType, namespace?: string): KubeObject[];
  /** As `list`, without copying: for readers of many objects, which MUST NOT change them. A later write does not touch what was handed out. With `at`, the state at an earlier resourceVersion; throws `Expired` when that was compacted away. */
  view(
    type: ResourceType,
    namespace?: string,
    options?: { at?: string },
  ): readonly KubeObject[];
  /** Throws StoreError `AlreadyExists`. */
  create(type: ResourceType, object: NewKubeObject): KubeObject;
  /** Replaces; raises `generation` when more than metadata and status differs; a no-op keeps the resourceVersion. Throws `NotFound` or `Conflict`. */
  update(
    type: ResourceType,
    object: KubeObject,
    options?: { checkVersion?: boolean },
  ): KubeObject;
  /** Removes at once; throws `NotFound`. */
  delete(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): KubeObject;
  /**
   * Replays what came after `since`, then follows. Throws `Expired` when `since`
   * was compacted away. Returns the function that ends it. A write made by a
   * listener is delivered after the one that it listens to. With `shared` the
   * objects are not copied, and the listener MUST NOT change them.
   */
  watch(
    type: ResourceType,
    options: { namespace?: string; since?: string; shared?: boolean },
    listener: (event: WatchEvent) => void,
  ): () => void;
}

/** The world's time. Virtual: tests run it faster than the wall clock. */
export interface Clock {
  /** Milliseconds since the epoch, in virtual time. */
  now(): number;
}

export interface MetricSink {
  /** `labels.__name__` is the metric name. Samples of one series come in ascending time. */
  addSample(
    labels: Readonly<Record<string, string>>,
    timeMs: number,
    value: number,
  ): void;
}

export interface LogSink {
  /** Flat fields as VictoriaLogs stores them; `_msg` and `kubernetes.*` among them, `_time` apart. */
  addLine(timeMs: number, fields: Readonly<Record<string, string>>): void;
}

/** What the spans of one kind from one container have in common: one object for all of them. */
export interface SpanDescription {
  /** Attributes of the process, as OpenTelemetry's resource conventions name them. */
  readonly resource: Readonly<Record<string, string>>;
  readonly kind: 'server' | 'client';
  readonly name: string;
  /** A `#` in a text stands for the span's own `variable`. */
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly failed: boolean;
  /** What the application recorded as the reason of the failure. */
  readonly exception?: Readonly<{
    type: string;
    message: string;
    stacktrace?: string;
  }>;
}

/** A piece of work in a trace. */
export interface Span {
  readonly description: SpanDescription;
  /** Index of the span that this one is part of; -1 for the first. */
  readonly parent: number;
  /** Microseconds since the epoch. */
  readonly startUs: number;
  readonly durationUs: number;
  /** What stands in the place of `#` in its attributes. */
  readonly variable: number;
  /** Attributes of this span alone. */
  readonly extra?: Readonly<Record<string, string | number>>;
}

export interface TraceSink {
  /** A whole trace; a span comes after the one that it is part of. The id has 32 hexadecimal digits. */
  addTrace(traceId: string, spans: readonly Span[]): void;
}

/** The world's own view of a container's output, for `GET …/pods/x/log`. */
export interface ContainerLogs {
  read(options: {
    namespace: string;
    pod: string;
    container: string;
    previous: boolean;
    tailLines?: number;
    sinceTimeMs?: number;
  }): Array<{ timeMs: number; text: string }>;
  /** Follows new lines; returns the function that ends it. */
  follow(
    target: { namespace: string; pod: string; container: string },
    listener: (line: { timeMs: number; text: string }) => void,
  ): () => void;
}

/** A person who can sign in to the sandbox's identity provider. */
export interface Person {
  /** ZITADEL's immutable numeric user id. */
  id: string;
  username: string;
  givenName: string;
  familyName: string;
  email: string;
  /** Project roles, e.g. `team-a-developer`. */
  roles: string[];
}

/** Who signs a change of the desired state. */
export interface ChangeAuthor {
  name: string;
  email: string;
}

/**
 * Where manifests live: the store itself, or a Git repository that a reconciler
 * applies to it. Objects replace those of the same kind, namespace and name as
 * far as they say something (labels, annotations, spec, data).
 */
export interface DesiredState {
  apply(
    objects: NewKubeObject[],
    message: string,
    author: ChangeAuthor,
  ): Promise<void> | void;
}

/** What a fault really is, written before it is injected. */
export interface GroundTruth {
  /** One of the product's cause categories, or `none` for a control. */
  category: string;
  cause?: { kind: string; namespace?: string; name: string };
  /** What else went wrong at the same time, independently. */
  also?: Array<{
    category: string;
    cause: { kind: string; namespace?: string; name: string };
  }>;
  /** Short descriptions of what people will see. */
  symptoms: string[];
  /** What mends it, in one sentence. */
  fix: string;
  /** Typed action kind that mends it: rollback, scale, restart, config-change or ask-human. */
  action?: string;
  /** Tempting explanations that are wrong. */
  not: string[];
}

export interface FaultDefinition {
  /** Kebab-case, e.g. `oom-checkout`. */
  name: string;
  title: string;
  /** The entity from whose page an on-call engineer would start, e.g. `component:default/checkout`. */
  startFrom: string;
  /** The team that is on call for it. */
  team: string;
  truth: GroundTruth;
}

/** The running world as its protocol servers and the control API see it. */
export interface World {
  readonly clock: Clock;
  readonly seed: number;
  readonly clusterName: string;
  readonly store: ObjectStore;
  readonly containerLogs: ContainerLogs;
  readonly people: Person[];
  faults(): Array<FaultDefinition & { activeSince?: string }>;
  /**
   * Throws at once when the name is unknown or another fault is active on the
   * same target; the promise resolves when the change has reached the desired
   * state (at once, or after a commit when that goes through Git).
   */
  inject(fault: string): Promise<void>;
  /** Ends every fault by undoing what it did, the way an operator would. */
  heal(): Promise<void>;
  /** Runs the world forward to a virtual time, tick by tick, as fast as it can. */
  advanceTo(timeMs: number): Promise<void>;
}
