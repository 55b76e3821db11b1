import { ServiceUnavailableError } from '@backstage/errors';
import {
  circuitBreaker,
  CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  isBrokenCircuitError,
} from 'cockatiel';
import { ModelConfig } from '../config';
import { Asked, askModel } from './askModel';
import { ModelFailure } from './ModelFailure';

const FAILURES_UNTIL_OPEN = 3;
const OPEN_MS = 60_000;
/** For servers that say they have too much to do, and not for how long. */
const DEFAULT_REST_MS = 10_000;

/**
 * One model of the chain, which is left alone while it fails.
 *
 * @remarks
 * Three failures in a row open its circuit for a minute; then one question tries
 * again. Being told to wait is no failure: the model rests as long as it said. A
 * caller that left says nothing, except that its probe found nothing out.
 *
 * @internal
 */
export class Model {
  readonly config: ModelConfig;
  readonly #policy: CircuitBreakerPolicy;
  #restUntil = 0;

  constructor(config: ModelConfig) {
    this.config = config;
    this.#policy = circuitBreaker(
      handleWhen(
        error =>
          (error instanceof ModelFailure && error.kind !== 'rate-limited') ||
          this.#policy.state === CircuitState.HalfOpen,
      ),
      {
        halfOpenAfter: OPEN_MS,
        breaker: new ConsecutiveBreaker(FAILURES_UNTIL_OPEN),
      },
    );
  }

  /** @throws ServiceUnavailableError while the model must not be asked. */
  assertReady(): void {
    const restMs = this.#restUntil - Date.now();
    if (restMs > 0) {
      throw new ServiceUnavailableError(
        `${this.config.name} has too much to do for ${Math.ceil(
          restMs / 1_000,
        )} s`,
      );
    }
    // The library would let callers wait for the probe, without their deadline.
    if (this.#policy.state === CircuitState.HalfOpen) {
      throw this.#refusal();
    }
  }

  async ask(
    prompt: { system: string; user: string },
    signal: AbortSignal,
  ): Promise<Asked> {
    this.assertReady();
    try {
      return await this.#policy.execute(() =>
        askModel(this.config, prompt, signal),
      );
    } catch (error) {
      if (error instanceof ModelFailure && error.kind === 'rate-limited') {
        this.#restUntil = Date.now() + (error.retryAfterMs ?? DEFAULT_REST_MS);
      }
      throw isBrokenCircuitError(error) ? this.#refusal() : error;
    }
  }

  #refusal(): Error {
    return new ServiceUnavailableError(
      `${
        this.config.name
      } failed ${FAILURES_UNTIL_OPEN} times in a row and is left alone for ${
        OPEN_MS / 1_000
      } s`,
    );
  }
}
