import type { CallerName } from '../support/Caller';
import type { World } from '../world/World';

/**
 * What a route is for; `checkAccess` says what that means for each caller.
 *
 * - `public`: anybody, with nothing of a tenant in the answer.
 * - `signed-in`: people and machines that may call the plugin; nothing of a tenant.
 * - `own`: every signed-in person, about themselves.
 * - `filtered`: every signed-in person, and each sees what is theirs.
 * - `member`: members of any group, each within what is theirs.
 * - `owner`: alice, to whom the thing in the request belongs; for all others it is not there.
 * - `platform`: platform engineers.
 * - `internal`: other plugins of this portal.
 * - `closed`: nobody.
 */
export type RouteClass =
  | 'public'
  | 'signed-in'
  | 'own'
  | 'filtered'
  | 'member'
  | 'owner'
  | 'platform'
  | 'internal'
  | 'closed';

/** How a route is called, and what its answers may be. */
export type Sample = {
  /** What takes the place of the path's parameters. */
  params?: Record<string, string>;
  query?: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Statuses besides 2xx and 3xx that show that a caller got through. */
  passes?: number[];
  /** Statuses besides the usual ones by which it says that something is not there. */
  refusals?: number[];
  /** For a route that takes any method: those to try. Default GET and POST. */
  methods?: string[];
  /** Only a kubelet can answer it; the copies of pods in a real API server have none. */
  needsKubelet?: boolean;
  /** Callers who are not tried, with the reason in a comment beside it. */
  except?: CallerName[];
};

/** A row of the classification: a method and path as the backend lists it. */
export type ClassifiedRoute = [
  route: string,
  routeClass: RouteClass,
  sample?: Sample | ((world: World) => Sample),
];
