import type { PodRuntime } from '../cluster/kubelet/PodRuntime';
import type { CallDefinition, RouteDefinition } from '../definition';
import { rejectedShare } from './containerLoad';
import { NETWORK_MS, queueFactor, shareWithin } from './latency';
import type { CallEndings, Ending, RouteOutcome } from './types';

/** Shares below this are not worth a thought. */
const NEGLIGIBLE = 1e-7;
/** A connection that nobody takes is refused within this time. */
const REFUSED_MS = 2;
/** A name server says within this time that there is no such name. */
const UNRESOLVED_MS = 6;
/** A full queue turns a request away within this time. */
const REJECTED_MS = 3;
/** A request that fails has run this much of its usual time. */
const FAILED_EARLY = 0.7;

/** A callee that nothing is known of. */
const HEALTHY: RouteOutcome = {
  refusedShare: 0,
  deadShare: 0,
  errorShare: 0,
  errorStatus: 500,
  errorMedianMs: 1,
  medianMs: 1,
};

/** How one pod's requests end; the good ending comes first. */
export function podEndings(
  runtime: PodRuntime,
  route: RouteDefinition,
  calls: CallEndings[],
  volumeDelayMs: number,
): Ending[] {
  const behaviour = runtime.behaviour!;
  const ownMs =
    route.latencyMs * behaviour.latencyFactor * queueFactor(runtime.pressure) +
    runtime.backlogSeconds * 1000 +
    volumeDelayMs;
  const endings: Ending[] = [];
  let left = 1;
  const take = (share: number, ending: Omit<Ending, 'share'>) => {
    const taken = Math.min(left, share);
    if (taken > NEGLIGIBLE) {
      endings.push({ ...ending, share: taken });
      left -= taken;
    }
  };
  take(rejectedShare(runtime), { status: 503, medianMs: REJECTED_MS });
  let waitedMs = ownMs;
  for (const { call, endings: results } of calls) {
    const failures = call.optional ? [] : results.slice(1);
    const badShare = failures.reduce((sum, { share }) => sum + share, 0);
    // Several calls in a row: one bad one is enough, and it is bad in one way only.
    const failed = left * (1 - Math.max(0, 1 - badShare) ** call.perRequest);
    for (const bad of failures) {
      take((failed * bad.share) / badShare, {
        status: bad.failure === 'answered' ? 502 : bad.status,
        medianMs: waitedMs + bad.medianMs,
        failedCall: call,
        failure: bad.failure,
        failedStatus: bad.status,
      });
    }
    waitedMs += results[0].medianMs * call.perRequest;
  }
  const mayFail = behaviour.errorRoutes?.includes(route.route) ?? true;
  take(left * (mayFail ? behaviour.errorRate : 0), {
    status: 500,
    medianMs: ownMs * FAILED_EARLY,
    ownError: true,
  });
  take(left * (route.notFound ?? 0), {
    status: 404,
    medianMs: ownMs * FAILED_EARLY,
  });
  return [
    { status: goodStatus(route.route), share: left, medianMs: waitedMs },
    ...endings,
  ];
}

/** A callee that nobody reaches: what is sent is dropped on the way. */
export const UNREACHABLE: RouteOutcome = { ...HEALTHY, deadShare: 1 };

/** How calls end of a pod that does not find the callee's address. */
export function unresolvedCall({ call }: CallEndings): CallEndings {
  return {
    call,
    endings: [
      { status: goodStatus(call.route), share: 0, medianMs: REFUSED_MS },
      {
        status: 503,
        failure: 'unresolved',
        share: 1,
        medianMs: UNRESOLVED_MS,
      },
    ],
  };
}

/** How calls to a route end from the caller's side; the good ending comes first. */
export function callOutcome(
  call: CallDefinition,
  callee: RouteOutcome = HEALTHY,
): CallEndings {
  const within = (medianMs: number) => shareWithin(call.timeoutMs, medianMs);
  const answered = Math.max(0, 1 - callee.refusedShare - callee.deadShare);
  const errors = answered * callee.errorShare;
  const errorsInTime = errors * within(callee.errorMedianMs);
  const late =
    errors - errorsInTime + (answered - errors) * (1 - within(callee.medianMs));
  const bad: Ending[] = [
    {
      status: 503,
      failure: 'refused',
      share: callee.refusedShare,
      medianMs: REFUSED_MS,
    },
    {
      status: 504,
      failure: 'timeout',
      share: callee.deadShare + late,
      medianMs: call.timeoutMs,
      unheardShare:
        callee.deadShare / Math.max(callee.deadShare + late, NEGLIGIBLE),
    },
    {
      status: callee.errorStatus,
      failure: 'answered',
      share: errorsInTime,
      medianMs: callee.errorMedianMs + NETWORK_MS,
    },
  ];
  const badShare = bad.reduce((sum, ending) => sum + ending.share, 0);
  const good: Ending = {
    status: goodStatus(call.route),
    share: Math.max(0, 1 - badShare),
    medianMs: Math.min(callee.medianMs + NETWORK_MS, call.timeoutMs),
  };
  return {
    call,
    endings: [good, ...bad.filter(ending => ending.share > NEGLIGIBLE)],
  };
}

/** For each call of a route the share of requests that come to make it. */
export function reachedShares(
  calls: readonly CallDefinition[],
  endings: readonly Ending[],
): number[] {
  return calls.map((_, index) =>
    endings
      .filter(ending => callsMade(calls, ending) > index)
      .reduce((sum, { share }) => sum + share, 0),
  );
}

/** How many of its calls a request comes to make: it stops at the one that fails it, and is turned away or fails by itself before the first. */
export function callsMade(
  calls: readonly CallDefinition[],
  { status, ownError, failedCall }: Ending,
): number {
  if (failedCall) {
    return calls.indexOf(failedCall) + 1;
  }
  return status < 400 && !ownError ? calls.length : 0;
}

/** What callers see of pods that end their requests like this. */
export function serverErrors(
  pods: Ending[][],
): Pick<RouteOutcome, 'errorShare' | 'errorStatus' | 'errorMedianMs'> {
  const shares = new Map<number, number>();
  let weightedMs = 0;
  for (const { status, share, medianMs } of pods.flat()) {
    if (status >= 500) {
      shares.set(status, (shares.get(status) ?? 0) + share / pods.length);
      weightedMs += (medianMs * share) / pods.length;
    }
  }
  const ordered = [...shares].sort(([, a], [, b]) => b - a);
  const errorShare = ordered.reduce((sum, [, share]) => sum + share, 0);
  return {
    errorShare,
    errorStatus: ordered[0]?.[0] ?? 500,
    errorMedianMs: errorShare > 0 ? weightedMs / errorShare : 1,
  };
}

function goodStatus(route: string): number {
  return route.startsWith('POST') ? 201 : 200;
}
