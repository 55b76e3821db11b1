import { ServiceUnavailableError } from '@backstage/errors';

/**
 * One signal for three reasons to stop: the caller's, the deadline, and the
 * reader that has seen enough. `dispose` must be called when the work is over.
 * @internal
 */
export class Deadline {
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #caller?: AbortSignal;

  constructor(options: { name: string; ms: number; caller?: AbortSignal }) {
    this.#caller = options.caller;
    this.signal = options.caller
      ? AbortSignal.any([this.#controller.signal, options.caller])
      : this.#controller.signal;
    this.#timer = setTimeout(() => {
      this.#controller.abort(
        new ServiceUnavailableError(
          `${options.name} did not answer within ${options.ms} ms`,
        ),
      );
    }, options.ms);
  }

  get callerLeft(): boolean {
    return this.#caller?.aborted ?? false;
  }

  /** What to throw for `error`: the reason why the work was stopped, if it was. */
  explain(error: unknown): unknown {
    if (this.#caller?.aborted) {
      return this.#caller.reason;
    }
    return this.signal.aborted ? this.signal.reason : error;
  }

  /** The work may go on for ever from now; the caller can still stop it. */
  lift(): void {
    clearTimeout(this.#timer);
  }

  /** Stops the timer and, when the answer was not read to its end, the request. */
  dispose(): void {
    clearTimeout(this.#timer);
    if (!this.signal.aborted) {
      this.#controller.abort();
    }
  }
}
