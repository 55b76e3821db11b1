import { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError, toError } from '@backstage/errors';
import { PortalIdentity } from './types';

/**
 * How long a token is used before the provider is asked again: short against the
 * life of any of them (AWS 15 minutes, the others an hour), and long against the
 * time between two requests.
 */
const USE_MS = 60_000;

/** What a header can carry: no space, no newline, no control character. */
const TOKEN = /^[\x21-\x7e]+$/;

/**
 * Asks the provider once for any number of concurrent callers, within a
 * deadline, and NEVER gives an empty token: a request without a credential would
 * be made as `system:anonymous`, which some clusters let in.
 */
export class CachedPortalIdentity implements PortalIdentity {
  readonly #cluster: string;
  readonly #load?: () => Promise<unknown>;
  readonly #obtain: () => Promise<string | undefined>;
  readonly #logger: LoggerService;
  readonly #timeoutMs: number;
  #problem?: string;
  #asked?: { token: Promise<string>; atMs: number };

  constructor(options: {
    cluster: string;
    /** Runs before the deadline begins: code that has to be read from the disk first. */
    load?: () => Promise<unknown>;
    obtain: () => Promise<string | undefined>;
    logger: LoggerService;
    timeoutMs: number;
  }) {
    this.#cluster = options.cluster;
    this.#load = options.load;
    this.#obtain = options.obtain;
    this.#logger = options.logger;
    this.#timeoutMs = options.timeoutMs;
  }

  token(): Promise<string> {
    if (this.#asked && Date.now() - this.#asked.atMs < USE_MS) {
      return this.#asked.token;
    }
    const asked = { token: this.#ask(), atMs: Date.now() };
    this.#asked = asked;
    asked.token.catch(() => {
      if (this.#asked === asked) this.#asked = undefined;
    });
    return asked.token;
  }

  async #ask(): Promise<string> {
    try {
      await this.#load?.();
      const token = await this.#inTime(this.#obtain());
      if (!token || !TOKEN.test(token))
        throw new Error('it is empty or no token');
      this.#problem = undefined;
      return token;
    } catch (error) {
      const message = `The portal has no credential for cluster '${
        this.#cluster
      }'`;
      // What a cloud's SDK says is for operators; callers learn that there is none.
      const problem = `${message}: ${toError(error).message}`;
      if (problem !== this.#problem) this.#logger.warn(problem);
      this.#problem = problem;
      throw new ServiceUnavailableError(message);
    }
  }

  #inTime<T>(promise: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error('no answer in time')),
        this.#timeoutMs,
      );
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
  }
}
