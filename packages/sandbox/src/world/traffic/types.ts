import type {
  CallDefinition,
  RouteDefinition,
  ServiceDefinition,
} from '../definition';
import type { PodRuntime } from '../cluster/kubelet/PodRuntime';

/** A share of requests that end alike. */
export type Ending = {
  status: number;
  /** Of the requests, 0 to 1. */
  share: number;
  medianMs: number;
  /** How a call failed; undefined when it went well. */
  failure?: 'refused' | 'timeout' | 'answered' | 'unresolved';
  /** Of the calls that nobody answered in time, the share that also nobody took. */
  unheardShare?: number;
  /** The call that failed the request, when one did; `failedStatus` is what it got. */
  failedCall?: CallDefinition;
  failedStatus?: number;
  /** Whether the application's own code failed. */
  ownError?: boolean;
};

/** How the calls that a route makes to one callee end. */
export type CallEndings = {
  call: CallDefinition;
  endings: Ending[];
};

/** What happens to the calls that a pod makes for a route to one callee. */
export type CallOutcome = CallEndings & {
  /** The share of the route's requests that come to make the call. */
  reachedShare: number;
};

/** The requests of one route that one pod serves. */
export type PodRoute = {
  runtime: PodRuntime;
  route: RouteDefinition;
  ratePerSecond: number;
  endings: Ending[];
  calls: CallOutcome[];
};

/** What callers of a route see, over all its pods. */
export type RouteOutcome = {
  /** No pod is ready: connections are refused. */
  refusedShare: number;
  /** The pod behind the address does not answer at all. */
  deadShare: number;
  /** Answered with a status of 500 or more. */
  errorShare: number;
  /** The status that most of those have. */
  errorStatus: number;
  /** Of those answers, on average over the ways in which they fail. */
  errorMedianMs: number;
  /** Of the answers that went well. */
  medianMs: number;
};

/** One tick of the company's traffic. */
export type TrafficTick = {
  podRoutes: PodRoute[];
  /** Requests for each second, by `namespace/service`. */
  rates: Map<string, number>;
};

export type ServiceNode = {
  key: string;
  definition: ServiceDefinition;
};
