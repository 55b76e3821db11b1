import { ServiceUnavailableError } from '@backstage/errors';
import Bottleneck from 'bottleneck';

/**
 * Bounds how many queries a store sees at once and how many may wait.
 *
 * @remarks
 * A slot is held until its holder gives it back, which is when the whole answer
 * was read and not when its headers came: a slow reader keeps the store busy.
 *
 * @internal
 */
export class ConcurrencyGate {
  readonly #limiter: Bottleneck;
  readonly #refusal: string;

  constructor(options: {
    name: string;
    maxConcurrency: number;
    maxQueue: number;
    /** Why somebody is sent away. */
    refusal: string;
  }) {
    this.#refusal = `${options.name}: ${options.refusal}, try again later`;
    this.#limiter = new Bottleneck({
      maxConcurrent: options.maxConcurrency,
      highWater: options.maxQueue,
      strategy: Bottleneck.strategy.OVERFLOW,
    });
  }

  /**
   * Waits for a slot and returns the function that gives it back.
   * @throws ServiceUnavailableError when too many wait; the signal's reason when aborted.
   */
  acquire(signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(signal.reason);
      if (signal.aborted) {
        onAbort();
        return;
      }
      signal.addEventListener('abort', onAbort, { once: true });
      const holdSlot = () =>
        new Promise<void>(release => {
          signal.removeEventListener('abort', onAbort);
          if (signal.aborted) {
            release();
          } else {
            resolve(release);
          }
        });
      this.#limiter.schedule(holdSlot).catch(error => {
        signal.removeEventListener('abort', onAbort);
        reject(new ServiceUnavailableError(this.#refusal, error));
      });
    });
  }
}
