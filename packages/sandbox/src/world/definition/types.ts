import type { NewKubeObject } from '../../types';

/** A namespace of the company's cluster. */
export interface NamespaceDefinition {
  name: string;
  /** The group that owns it; platform namespaces of nobody have none. */
  team?: string;
}

/** A release that goes well, so that not every rollout in sight is to blame. */
export interface RoutineRelease {
  namespace: string;
  name: string;
  /** The tag that ran before; the manifests hold the newer one from the start. */
  from: string;
  /** When it happens, after the first moment of the world. */
  afterMs: number;
}

/** Everything that a cluster of the company is made of. */
export interface ClusterDefinition {
  name: string;
  namespaces: NamespaceDefinition[];
  nodes: NodeDefinition[];
  services: ServiceDefinition[];
  entryLoads: EntryLoad[];
  releases: RoutineRelease[];
  /** What is there beside the services. */
  objects?: NewKubeObject[];
}

export interface NodeDefinition {
  name: string;
  zone: string;
  cpu: number;
  memoryMi: number;
}

/** One call that a route makes while it works. */
export interface CallDefinition {
  /** `namespace/service` of the callee. */
  to: string;
  /** The callee's route. */
  route: string;
  /** Calls for each request; below 1 some requests do without. */
  perRequest: number;
  /** An optional call may fail without failing the request. */
  optional?: boolean;
  timeoutMs: number;
}

export interface RouteDefinition {
  /** `GET /api/products/{id}`: method and template; `GRPC package.Service/Method` where it speaks gRPC. */
  route: string;
  /** A path or RPC method as it appears in an access log; `#` becomes a number. */
  example: string;
  /** Time of its own, without its calls. */
  latencyMs: number;
  /** Share of requests answered with 404 in normal life. */
  notFound?: number;
  calls?: CallDefinition[];
}

/** Requests that come from outside the call graph, at the peak of the day. */
export interface EntryLoad {
  /** `namespace/service` that receives them. */
  service: string;
  route: string;
  peakPerSecond: number;
  /** Whether it follows the customers' day; else it is flat. */
  daily: boolean;
}

/** A line that an application writes on its own, about every `everySeconds`. */
export interface Chatter {
  everySeconds: number;
  level: 'info' | 'warn' | 'error';
  text: string;
}

/** What a value of the configuration makes of an application. */
export interface ConfigEffect {
  variable: string;
  /** The values that do so. */
  values: RegExp;
  behaviour: Partial<Behaviour>;
}

/** How an application behaves; an image tag may differ from its service's usual behaviour. */
export interface Behaviour {
  /** CPU seconds that a request takes. */
  cpuSecondsPerRequest: number;
  idleCpu: number;
  memoryBaseMi: number;
  memoryMiPerRps: number;
  /** Memory that a request leaves behind. */
  leakMiPerRequest: number;
  /** Share of requests that fail by the application's own doing. */
  errorRate: number;
  /** The routes on which `errorRate` applies; all when absent. */
  errorRoutes?: string[];
  /** What the application writes when such a request fails, with its stack. */
  errorLines: string[];
  /** Multiplies the routes' own latency. */
  latencyFactor: number;
  startupSeconds: number;
  /** What the application says before it gives up, a moment after its start. */
  crashAtStart?: string[];
  /** Built for a processor that no node has. */
  foreignArchitecture?: boolean;
  /** Pulled only by whoever shows credentials. */
  restricted?: boolean;
  /** What it writes on its own, beside its usual chatter. */
  chatter?: Chatter[];
  readyPath: string;
  livePath: string;
}

/** Checks a container's environment at start; returns what the application complains about. */
export type ConfigCheck = {
  variable: string;
  kind: 'integer' | 'url' | 'required';
};

export interface ServiceDefinition {
  name: string;
  namespace: string;
  /** What the application is written in: decides the style of its logs. */
  runtime: 'node' | 'java' | 'go' | 'python' | 'envoy';
  /** Repository in the registry, without the host. */
  image: string;
  /** Tags that exist, oldest first, each with what is different about it. */
  tags: Array<{ tag: string; behaviour?: Partial<Behaviour> }>;
  /** The tag in the initial manifests. */
  tag: string;
  replicas: number;
  strategy:
    | { type: 'Recreate' }
    | {
        type: 'RollingUpdate';
        maxSurge: number | string;
        maxUnavailable: number | string;
      };
  requests: { cpu: string; memory: string };
  limits: { cpu: string; memory: string };
  /** The zone where it would rather run, e.g. because its snapshots are there. */
  preferredZone?: string;
  autoscale?: { min: number; max: number; cpuPercent: number };
  behaviour: Partial<Behaviour>;
  config: Record<string, string>;
  configChecks?: ConfigCheck[];
  configEffects?: ConfigEffect[];
  routes: RouteDefinition[];
  /** Lines that it writes on its own, about every `everySeconds`. */
  chatter?: Chatter[];
  /** Not in the GitOps repository: it came with the cluster. */
  builtIn?: boolean;
}
