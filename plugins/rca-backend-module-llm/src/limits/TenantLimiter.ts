import { ServiceUnavailableError } from '@backstage/errors';
import Bottleneck from 'bottleneck';

const MINUTE_MS = 60_000;
/** Questions of one tenant that may wait; a report is not held up for longer. */
const MAX_WAITING = 4;

/** @internal */
export class TooManyQuestionsError extends ServiceUnavailableError {}

/**
 * How many questions a tenant may ask within a minute and at once.
 * @internal
 */
export class TenantLimiter {
  readonly #group: Bottleneck.Group;

  constructor(options: { perMinute: number; concurrent: number }) {
    this.#group = new Bottleneck.Group({
      maxConcurrent: options.concurrent,
      reservoir: options.perMinute,
      reservoirRefreshAmount: options.perMinute,
      reservoirRefreshInterval: MINUTE_MS,
      highWater: MAX_WAITING,
      strategy: Bottleneck.strategy.OVERFLOW,
    });
  }

  /**
   * @throws ServiceUnavailableError when the minute is used up or too many wait;
   *   the signal's reason when it aborts first.
   */
  async run<T>(
    tenant: string,
    signal: AbortSignal,
    work: () => Promise<T>,
  ): Promise<T> {
    const limiter = this.#group.key(tenant);
    if ((await limiter.currentReservoir()) === 0) {
      throw refusal();
    }
    signal.throwIfAborted();
    return new Promise<T>((resolve, reject) => {
      const onAbort = () => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      limiter
        .schedule(async () => {
          // Who left meanwhile is not worked for.
          if (!signal.aborted) {
            await work().then(resolve, reject);
          }
        })
        .catch(() => reject(refusal()))
        .finally(() => signal.removeEventListener('abort', onAbort));
    });
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#group.limiters().map(({ limiter }) => limiter.disconnect()),
    );
  }
}

function refusal(): Error {
  return new TooManyQuestionsError(
    'too many questions to the model for this namespace at the moment, try again in a minute',
  );
}
