import type { CallDefinition } from '../definition';
import type { Random } from '../random';
import { durationAt, NETWORK_MS, shareWithin } from '../traffic/latency';
import { callsMade } from '../traffic/endings';
import type { CallEndings, Ending, PodRoute } from '../traffic/types';
import type { TrafficIndex } from './TrafficIndex';
import type { MadeCall, ServedRequest } from './types';

/** How far the parts of one request differ in how slow they are. */
const RANK_JITTER = 0.08;
/** Numbers in paths go up to this. */
const MAX_VARIABLE = 9999;

/** A request whose other calls are made up around the one that is known. */
type Known = { call: CallDefinition; request: ServedRequest };

/**
 * Makes up single requests that, taken together, are the traffic that the metrics count.
 *
 * @remarks
 * Durations of a service have one shape and differ in their median only. So when all parts of a
 * request are equally unlucky (have about the same rank among their like), each part follows the
 * distribution of its own histogram and the parts add up to the whole's.
 */
export class RequestComposer {
  readonly #index: TrafficIndex;
  readonly #random: Random;

  constructor(index: TrafficIndex, random: Random) {
    this.#index = index;
    this.#random = random;
  }

  /** A request that ends in a given way. `rank` is the share of such requests that are faster. */
  compose(
    podRoute: PodRoute,
    ending: Ending,
    options: { rank?: number; variable?: number; known?: Known } = {},
  ): ServedRequest {
    const random = this.#random;
    const { rank = random.unit(), known } = options;
    const variable = options.variable ?? random.int(1, MAX_VARIABLE);
    if (callsMade(podRoute.route.calls ?? [], ending) === 0) {
      const durationMs = durationAt(rank, ending.medianMs);
      return { podRoute, ending, durationMs, calls: [], variable };
    }
    const made = this.#calls(podRoute.calls, ending, rank, known);
    const ownMs = durationAt(rank, ownMedianMs(podRoute));
    const sliceMs = ownMs / (made.length + 1);
    let offsetMs = 0;
    const calls = made.map(call => {
      offsetMs += sliceMs;
      const placed = { ...call, offsetMs };
      offsetMs += call.durationMs;
      return placed;
    });
    return {
      podRoute,
      ending,
      durationMs: offsetMs + sliceMs,
      calls,
      variable,
    };
  }

  /** The request of somebody who called for `request`. */
  composeCaller(
    podRoute: PodRoute,
    known: Known,
    rank = this.#random.unit(),
  ): ServedRequest {
    const failure = failureOf(known);
    const good = podRoute.endings[0];
    if (!failure || known.call.optional) {
      return this.compose(podRoute, good, { rank, known });
    }
    const ending = podRoute.endings.find(
      ({ failedCall, failure: kind }) =>
        failedCall === known.call && kind === failure.failure,
    ) ?? {
      ...failure,
      status: failure.failure === 'answered' ? 502 : failure.status,
      failedCall: known.call,
      failedStatus: failure.status,
    };
    return this.compose(podRoute, ending, { rank, known });
  }

  /** One of the endings, by how often each happens. */
  pick(endings: readonly Ending[]): Ending {
    let left =
      this.#random.unit() * endings.reduce((sum, { share }) => sum + share, 0);
    for (const ending of endings) {
      left -= ending.share;
      if (left < 0) {
        return ending;
      }
    }
    return endings[0];
  }

  /** The calls up to the one that fails, or all of them, without their places in time. */
  #calls(
    outcomes: CallEndings[],
    { failedCall, failure, failedStatus }: Ending,
    rank: number,
    known: Known | undefined,
  ): MadeCall[] {
    const calls: MadeCall[] = [];
    for (const { call, endings } of outcomes) {
      const fails = call === failedCall;
      const isKnown = call === known?.call;
      const wanted = this.#count(call.perRequest);
      const count = fails || isKnown ? Math.max(1, wanted) : wanted;
      for (let i = 1; i < count; i++) {
        const ending = call.optional ? this.pick(endings) : endings[0];
        calls.push(this.#call(call, ending, rank));
      }
      if (count > 0) {
        let ending = call.optional ? this.pick(endings) : endings[0];
        if (fails) {
          ending =
            endings.find(bad => bad.failure === failure) ??
            badEnding(call, failure ?? 'answered', failedStatus ?? 500);
        }
        calls.push(
          isKnown
            ? this.#knownCall(known, ending, rank)
            : this.#call(call, ending, rank),
        );
      }
      if (fails) {
        break;
      }
    }
    return calls;
  }

  #call(call: CallDefinition, ending: Ending, rank: number): MadeCall {
    const variable = this.#random.int(1, MAX_VARIABLE);
    const pods = this.#index.pods(call.to, call.route);
    const alone: MadeCall = {
      call,
      ending,
      offsetMs: 0,
      durationMs:
        ending.failure === 'timeout'
          ? call.timeoutMs
          : durationAt(rank, ending.medianMs),
      variable,
    };
    const unheard =
      ending.failure === 'refused' || ending.failure === 'unresolved';
    if (unheard || pods.length === 0) {
      return alone;
    }
    const near = this.#near(rank);
    const pod = this.#random.pick(pods);
    if (ending.failure === 'timeout') {
      return this.#random.chance(ending.unheardShare ?? 0)
        ? alone
        : this.#lateCall(alone, pod, near);
    }
    const failing = ending.failure === 'answered';
    const candidates = failing
      ? pods.filter(({ endings }) => endings.some(isError))
      : pods;
    if (candidates.length === 0) {
      return alone;
    }
    const chosen = failing ? this.#random.pick(candidates) : pod;
    const request = this.compose(
      chosen,
      this.pick(chosen.endings.filter(end => isError(end) === failing)),
      {
        rank: near * shareWithin(call.timeoutMs, chosen.endings[0].medianMs),
        variable,
      },
    );
    return this.#around(call, ending, request, near);
  }

  /** The server answers, but after its client has given up. */
  #lateCall(call: MadeCall, pod: PodRoute, rank: number): MadeCall {
    const { timeoutMs } = call.call;
    const [good] = pod.endings;
    const within = shareWithin(timeoutMs, good.medianMs);
    const request = this.compose(pod, good, {
      rank: within + (1 - within) * rank,
      variable: call.variable,
    });
    // The slowest of very many are not that slow here: what is missing is time spent doing nothing.
    request.durationMs = Math.max(request.durationMs, timeoutMs);
    return { ...call, served: { request, offsetMs: NETWORK_MS / 2 } };
  }

  #knownCall({ call, request }: Known, ending: Ending, rank: number): MadeCall {
    const made = this.#around(call, ending, request, rank);
    return ending.failure === 'timeout'
      ? { ...made, durationMs: call.timeoutMs }
      : made;
  }

  /** A call that was answered: what the server took, and the way there and back. */
  #around(
    call: CallDefinition,
    ending: Ending,
    request: ServedRequest,
    rank: number,
  ): MadeCall {
    const networkMs = durationAt(rank, NETWORK_MS);
    const { status } = request.ending;
    return {
      call,
      // A resource that is not there is no failure of the call, but its status all the same.
      ending: status === 404 ? { ...ending, status } : ending,
      offsetMs: 0,
      durationMs: request.durationMs + networkMs,
      variable: request.variable,
      served: { request, offsetMs: networkMs / 2 },
    };
  }

  #count(perRequest: number): number {
    const whole = Math.floor(perRequest);
    return whole + Number(this.#random.chance(perRequest - whole));
  }

  /** A rank close to another one; at the ends it turns back, so that all ranks stay equally likely. */
  #near(rank: number): number {
    const near = Math.abs(rank + RANK_JITTER * this.#random.gauss());
    return near > 1 ? 2 - near : near;
  }
}

/** How the call for a request ends that is not what the caller wanted. */
function failureOf({ call, request }: Known): Ending | undefined {
  if (request.durationMs + NETWORK_MS > call.timeoutMs) {
    return badEnding(call, 'timeout', 504);
  }
  return isError(request.ending)
    ? badEnding(call, 'answered', request.ending.status)
    : undefined;
}

function badEnding(
  call: CallDefinition,
  failure: NonNullable<Ending['failure']>,
  status: number,
): Ending {
  return { failure, status, share: 0, medianMs: call.timeoutMs };
}

function isError({ status }: Ending): boolean {
  return status >= 500;
}

/** What a request takes beside its calls. */
function ownMedianMs({ endings, calls }: PodRoute): number {
  const waitedMs = calls.reduce(
    (sum, { call, endings: [good] }) => sum + good.medianMs * call.perRequest,
    0,
  );
  return Math.max(0, endings[0].medianMs - waitedMs);
}
