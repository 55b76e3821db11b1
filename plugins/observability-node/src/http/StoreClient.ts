import { ServiceUnavailableError } from '@backstage/errors';
import { StoreConfig } from '../config';
import { ConcurrencyGate } from './ConcurrencyGate';
import { Deadline } from './Deadline';
import { cutAnswerError, unreadableAnswerError } from './storeErrors';
import { StoreClock } from './StoreClock';
import { StoreRequest, StoreTransport } from './StoreTransport';

/** A JSON answer is parsed as a whole, so it has to fit. */
const MAX_JSON_BYTES = 64 * 1024 * 1024;

/**
 * Sends read-only queries to one store and bounds them: concurrency, queue,
 * deadline and size.
 *
 * @remarks
 * The deadline covers waiting for a slot, every attempt, and reading the body.
 * Leaving early closes the connection, which is what stops the query at the
 * server. Live answers may begin late and never end, so they have no deadline,
 * and slots of their own: followers cannot keep queries from the store.
 *
 * @internal
 */
export class StoreClient {
  readonly #name: string;
  readonly #deadlineMs: number;
  readonly #transport: StoreTransport;
  readonly #gate: ConcurrencyGate;
  readonly #liveGate: ConcurrencyGate;

  constructor(options: {
    name: string;
    config: StoreConfig;
    /** The argument by which the server is told the deadline, where it has one. */
    timeoutParameter?: string;
  }) {
    const { name, config } = options;
    this.#name = name;
    this.#deadlineMs = config.deadlineMs;
    this.#transport = new StoreTransport(options);
    this.#gate = new ConcurrencyGate({
      name,
      maxConcurrency: config.maxConcurrency,
      maxQueue: config.maxQueue,
      refusal: 'too many queries are waiting',
    });
    this.#liveGate = new ConcurrencyGate({
      name,
      maxConcurrency: config.maxTails,
      maxQueue: 0,
      refusal: 'too many live tails are open',
    });
  }

  /** How the store is called in messages, e.g. `VictoriaLogs of cluster 'x'`. */
  get name(): string {
    return this.#name;
  }

  /** The body as it arrives. Leaving the loop early cancels the query at the server. */
  chunks(request: StoreRequest): AsyncGenerator<Uint8Array> {
    return this.#read(request, this.#gate);
  }

  /** As {@link StoreClient.chunks} for an answer without an end, and so without a deadline. */
  live(request: StoreRequest): AsyncGenerator<Uint8Array> {
    return this.#read({ ...request, live: true }, this.#liveGate);
  }

  /** The whole answer as JSON. */
  async json(request: StoreRequest): Promise<unknown> {
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of this.chunks(request)) {
      bytes += chunk.byteLength;
      if (bytes > MAX_JSON_BYTES) {
        throw new ServiceUnavailableError(
          `${
            this.#name
          } answered with more than ${MAX_JSON_BYTES} bytes, narrow the query`,
        );
      }
      parts.push(chunk);
    }
    const text = Buffer.concat(parts).toString('utf8');
    try {
      return JSON.parse(text);
    } catch (error) {
      throw unreadableAnswerError(this.#name, text, error);
    }
  }

  async *#read(
    request: StoreRequest,
    gate: ConcurrencyGate,
  ): AsyncGenerator<Uint8Array> {
    const deadline = new Deadline({
      name: this.#name,
      ms: this.#deadlineMs,
      caller: request.signal,
    });
    const clock = StoreClock.current();
    let release: (() => void) | undefined;
    let endWaiting: (() => void) | undefined;
    try {
      release = await gate.acquire(deadline.signal);
      endWaiting = clock?.start();
      if (request.live) {
        // VictoriaLogs sends not even headers before the first line that matches.
        deadline.lift();
      }
      const response = await this.#transport.send(request, deadline);
      try {
        for await (const chunk of response.body ?? []) {
          endWaiting?.();
          yield chunk;
          endWaiting = clock?.start();
        }
      } catch (error) {
        throw cutAnswerError(this.#name, error);
      }
    } catch (error) {
      throw deadline.explain(error);
    } finally {
      endWaiting?.();
      deadline.dispose();
      release?.();
    }
  }
}
