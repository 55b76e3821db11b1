import type { Random } from '../random';
import type { Ending, PodRoute } from '../traffic/types';
import { RequestComposer } from './RequestComposer';
import { type TrafficIndex, routeKeyOf } from './TrafficIndex';
import type { TraceWriter } from './TraceWriter';
import type { ServedRequest } from './types';

/** Of all requests from outside, the share whose trace is kept whatever becomes of them. */
export const SAMPLED_SHARE = 0.1;

/** As SDKs mark the first span of a trace that was kept by chance. */
const SAMPLED = {
  'sampler.type': 'probabilistic',
  'sampler.param': SAMPLED_SHARE,
};

/** A request that left lines in a log, and therefore a trace. */
export type LoggedRequest = {
  traceId: string;
  request: ServedRequest;
  rank: number;
  startMs: number;
  endMs: number;
  /** Whether its caller is known as well. */
  claimed: boolean;
};

/** When a request starts, after the start of the one that called for it. */
function offsetOf(caller: ServedRequest, callee: ServedRequest): number {
  const made = caller.calls.find(({ served }) => served?.request === callee);
  if (!made?.served) {
    throw new Error('The caller of a request must have called for it');
  }
  return made.offsetMs + made.served.offsetMs;
}

/**
 * The traces of one tick of traffic: those of every request that is in a log, and a sample of all.
 *
 * @remarks
 * Requests come callees first. One that failed waits for a caller that failed because of it, which
 * then continues its trace; when the tick ends, callers that wrote no log are made up.
 */
export class TickTraces {
  readonly #index: TrafficIndex;
  readonly #writer: TraceWriter;
  readonly #sampledRandom: Random;
  readonly #nowMs: number;
  readonly #tickSeconds: number;
  readonly #composer: RequestComposer;
  readonly #sampler: RequestComposer;
  readonly #logged: LoggedRequest[] = [];
  readonly #loggedRandom: Random;

  constructor(options: {
    index: TrafficIndex;
    writer: TraceWriter;
    loggedRandom: Random;
    sampledRandom: Random;
    nowMs: number;
    tickSeconds: number;
  }) {
    this.#index = options.index;
    this.#writer = options.writer;
    this.#loggedRandom = options.loggedRandom;
    this.#sampledRandom = options.sampledRandom;
    this.#nowMs = options.nowMs;
    this.#tickSeconds = options.tickSeconds;
    this.#composer = new RequestComposer(options.index, options.loggedRandom);
    this.#sampler = new RequestComposer(options.index, options.sampledRandom);
  }

  /** A request that is about to be logged at `endMs`. */
  add(options: {
    podRoute: PodRoute;
    ending: Ending;
    rank: number;
    variable: number;
    endMs: number;
    traceId: string;
  }): LoggedRequest {
    const { podRoute, ending, rank, variable, endMs, traceId } = options;
    const request = this.#composer.compose(podRoute, ending, {
      rank,
      variable,
    });
    const startMs = endMs - request.durationMs;
    return this.#keep({ traceId, request, rank, startMs, endMs });
  }

  /**
   * The request whose call was `callee`, and failed with it. Undefined when it cannot have been:
   * somebody else's was, or it was of another kind.
   */
  continue(
    callee: LoggedRequest,
    options: { podRoute: PodRoute; ending: Ending; variable: number },
  ): LoggedRequest | undefined {
    const { podRoute, ending, variable } = options;
    const call = ending.failedCall;
    const { traceId, request: served, rank } = callee;
    if (
      callee.claimed ||
      !call ||
      ending.failure !== 'answered' ||
      routeKeyOf(served.podRoute) !== `${call.to} ${call.route}`
    ) {
      return undefined;
    }
    callee.claimed = true;
    const known = { call, request: served };
    const request = this.#composer.compose(podRoute, ending, {
      rank,
      variable,
      known,
    });
    const startMs = callee.startMs - offsetOf(request, served);
    const endMs = startMs + request.durationMs;
    return this.#keep({ traceId, request, rank, startMs, endMs });
  }

  /** An id for a request of a trace of its own. */
  newTraceId(): string {
    return this.#loggedRandom.hex(32);
  }

  /** The tick is over: writes what there is. */
  finish(): void {
    if (!this.#writer.isUsed) {
      return;
    }
    for (const logged of this.#logged) {
      if (!logged.claimed) {
        this.#writeWithCallers(logged);
      }
    }
    const random = this.#sampledRandom;
    for (const { pods, ratePerSecond } of this.#index.entries()) {
      const count = random.poisson(
        ratePerSecond * this.#tickSeconds * SAMPLED_SHARE,
      );
      for (let i = 0; i < count; i++) {
        const pod = random.pick(pods);
        const request = this.#sampler.compose(
          pod,
          this.#sampler.pick(pod.endings),
        );
        const endMs = random.between(
          this.#nowMs - this.#tickSeconds * 1000,
          this.#nowMs,
        );
        this.#writer.write(
          random.hex(32),
          request,
          endMs - request.durationMs,
          SAMPLED,
        );
      }
    }
  }

  #keep(logged: Omit<LoggedRequest, 'claimed'>): LoggedRequest {
    const kept = { ...logged, claimed: false };
    this.#logged.push(kept);
    return kept;
  }

  #writeWithCallers({ traceId, request, rank, startMs }: LoggedRequest): void {
    let root = request;
    let rootStartMs = startMs;
    for (;;) {
      const caller = this.#index.pickCaller(root.podRoute, this.#sampledRandom);
      if (!caller) {
        break;
      }
      const known = { call: caller.call, request: root };
      const outer = this.#sampler.composeCaller(caller.podRoute, known, rank);
      rootStartMs -= offsetOf(outer, root);
      root = outer;
    }
    this.#writer.write(traceId, root, rootStartMs);
  }
}
