import { ServiceUnavailableError } from '@backstage/errors';
import {
  circuitBreaker,
  CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  handleWhenResult,
  isBrokenCircuitError,
} from 'cockatiel';
import { StoreFailure } from './storeErrors';

/** Fewer could be one bad moment; each is already three attempts. */
const FAILURES_UNTIL_OPEN = 5;
/** Long enough for a restart to get on, short enough for a person to wait. */
const OPEN_MS = 10_000;

/**
 * Leaves a store alone that does not answer: after some failures in a row
 * callers are refused at once, and one request at a time tries again later.
 *
 * @remarks
 * Only what no question can cause counts: lost connections, and the answers of
 * proxies and overloaded servers. The breaker is everybody's, so whoever finds a
 * question that the store fails at, or is too slow for, must not open it. A query
 * that the store refuses is a sign of health, and a caller that left says nothing,
 * except that its probe found nothing out.
 *
 * @internal
 */
export class StoreBreaker {
  readonly #name: string;
  readonly #policy: CircuitBreakerPolicy;

  constructor(name: string) {
    this.#name = name;
    const failures = handleWhenResult(isStoreFailure).orWhen(
      () => this.#policy.state === CircuitState.HalfOpen,
    );
    this.#policy = circuitBreaker(failures, {
      halfOpenAfter: OPEN_MS,
      breaker: new ConsecutiveBreaker(FAILURES_UNTIL_OPEN),
    });
  }

  /** @throws ServiceUnavailableError without calling `work` while the store is left alone. */
  async run(
    work: () => Promise<Response | StoreFailure>,
  ): Promise<Response | StoreFailure> {
    // The library would let callers wait for the probe, without their deadline.
    if (this.#policy.state === CircuitState.HalfOpen) {
      throw this.#refusal();
    }
    try {
      return await this.#policy.execute(work);
    } catch (error) {
      throw isBrokenCircuitError(error) ? this.#refusal() : error;
    }
  }

  #refusal(): Error {
    return new ServiceUnavailableError(
      `${
        this.#name
      } failed ${FAILURES_UNTIL_OPEN} times in a row and is left alone for ${
        OPEN_MS / 1000
      } s, try again later`,
    );
  }
}

function isStoreFailure(outcome: unknown): boolean {
  return !(outcome instanceof Response) && (outcome as StoreFailure).unhealthy;
}
