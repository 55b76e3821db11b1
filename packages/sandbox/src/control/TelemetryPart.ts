import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../types';
import { listen, Listening } from './listen';

/** A telemetry store of the sandbox behind its HTTP API, which survives that the store is emptied. */
export class TelemetryPart<TStore> {
  readonly #createStore: () => TStore;
  readonly #createApi: (deps: {
    store: TStore;
    clock: Clock;
  }) => RequestListener;
  #store: TStore;
  #api?: { store: TStore; handle: RequestListener };
  #server?: Listening;
  #broken = false;
  readonly #open = new Set<Socket>();

  constructor(options: {
    createStore: () => TStore;
    createApi: (deps: { store: TStore; clock: Clock }) => RequestListener;
  }) {
    this.#createStore = options.createStore;
    this.#createApi = options.createApi;
    this.#store = this.#createStore();
  }

  /** Where telemetry goes now. */
  get store(): TStore {
    return this.#store;
  }

  async serve(options: {
    host: string;
    port: number;
    clock: Clock;
  }): Promise<{ url: string }> {
    const { clock } = options;
    this.#server = await listen(options, () => (req, res) => {
      if (this.#broken) {
        req.socket.destroy();
        return;
      }
      this.#open.add(req.socket);
      res.once('close', () => this.#open.delete(req.socket));
      if (this.#api?.store !== this.#store) {
        const store = this.#store;
        this.#api = { store, handle: this.#createApi({ store, clock }) };
      }
      this.#api.handle(req, res);
    });
    return { url: this.#server.url };
  }

  /** Cuts answers off where they are, and gives none, until `mend`; what is sent to the store is kept. */
  break(): void {
    this.#broken = true;
    this.#open.forEach(socket => socket.destroy());
  }

  mend(): void {
    this.#broken = false;
  }

  /** Forgets everything. */
  reset(): void {
    this.#store = this.#createStore();
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }
}
