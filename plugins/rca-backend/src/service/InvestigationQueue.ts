/** @internal */
export type QueueLimits = {
  total: number;
  perNamespace: number;
  waitingPerNamespace: number;
};

type Waiting = { namespace: string; start: () => void };

/**
 * Lets so many run at once in all and of each namespace. Who waits is served in
 * order of arrival, except that a namespace at its limit is passed over.
 * @internal
 */
export class InvestigationQueue {
  readonly #limits: QueueLimits;
  readonly #running = new Map<string, number>();
  #waiting: Waiting[] = [];

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  /** Whether one more of the namespace may come. */
  hasRoom(namespace: string): boolean {
    const waiting = this.#waiting.filter(item => item.namespace === namespace);
    return (
      waiting.length < this.#limits.waitingPerNamespace ||
      (this.#mayStart(namespace) && waiting.length === 0)
    );
  }

  /** Runs the work when there is a place; when aborted before, rejects without running it. */
  async run<T>(
    namespace: string,
    signal: AbortSignal,
    work: () => Promise<T>,
  ): Promise<T> {
    await this.#enter(namespace, signal);
    try {
      return await work();
    } finally {
      this.#running.set(namespace, (this.#running.get(namespace) ?? 1) - 1);
      this.#next();
    }
  }

  #enter(namespace: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const waiting: Waiting = { namespace, start: resolve };
      const onAbort = () => {
        this.#waiting = this.#waiting.filter(item => item !== waiting);
        reject(signal.reason);
      };
      waiting.start = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiting);
      this.#next();
    });
  }

  #next(): void {
    const index = this.#waiting.findIndex(item =>
      this.#mayStart(item.namespace),
    );
    if (index < 0) {
      return;
    }
    const [next] = this.#waiting.splice(index, 1);
    this.#running.set(
      next.namespace,
      (this.#running.get(next.namespace) ?? 0) + 1,
    );
    next.start();
    this.#next();
  }

  #mayStart(namespace: string): boolean {
    const total = [...this.#running.values()].reduce((a, b) => a + b, 0);
    return (
      total < this.#limits.total &&
      (this.#running.get(namespace) ?? 0) < this.#limits.perNamespace
    );
  }
}
