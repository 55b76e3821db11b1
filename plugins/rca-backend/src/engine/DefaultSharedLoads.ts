import { SharedLoads } from '@internal/plugin-rca-node';

/** Memory of one investigation; forgotten with it. @internal */
export class DefaultSharedLoads implements SharedLoads {
  readonly #signal: AbortSignal;
  readonly #loads = new Map<string, Promise<unknown>>();

  constructor(options: { signal: AbortSignal }) {
    this.#signal = options.signal;
  }

  once<T>(
    key: string,
    load: (options: { signal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    const known = this.#loads.get(key);
    if (known) {
      return known as Promise<T>;
    }
    const started = load({ signal: this.#signal });
    // Whoever awaits it hears of a failure; nobody may be waiting any more.
    started.catch(() => {});
    this.#loads.set(key, started);
    return started;
  }
}
