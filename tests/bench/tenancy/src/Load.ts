import http from 'node:http';

/** A request that is sent again and again. */
export type Request = { method: string; path: string; body?: string };

/** How much is sent: until the time is over or the number is reached, whichever comes first. */
export type Amount = { seconds?: number; requests?: number };

/** A number of connections to one server, each with one request at a time. */
export class Load {
  readonly #agent: http.Agent;
  readonly #connections: number;
  readonly #address: { host: string; port: string };
  readonly #token: string;

  constructor(options: { url: string; token: string; connections: number }) {
    const { hostname, port } = new URL(options.url);
    this.#address = {
      host: hostname === 'localhost' ? '127.0.0.1' : hostname,
      port,
    };
    this.#token = options.token;
    this.#connections = options.connections;
    this.#agent = new http.Agent({
      keepAlive: true,
      maxSockets: options.connections,
    });
  }

  /** Resolves to answers per second; only those with status 200 count as done. */
  async run(
    request: Request,
    { seconds = Infinity, requests = Infinity }: Amount,
  ): Promise<{ perSecond: number; done: number; failed: number }> {
    const begun = performance.now();
    const until = begun + seconds * 1_000;
    let left = requests;
    let done = 0;
    let failed = 0;
    await Promise.all(
      Array.from({ length: this.#connections }, async () => {
        while (left-- > 0 && performance.now() < until) {
          if (await this.#isAnswered(request)) done++;
          else failed++;
        }
      }),
    );
    const elapsed = (performance.now() - begun) / 1_000;
    return { perSecond: done / elapsed, done, failed };
  }

  close(): void {
    this.#agent.destroy();
  }

  #isAnswered({ method, path, body }: Request): Promise<boolean> {
    return new Promise(resolve => {
      const request = http.request(
        {
          ...this.#address,
          agent: this.#agent,
          method,
          path,
          headers: {
            authorization: `Bearer ${this.#token}`,
            ...(body && {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(body),
            }),
          },
        },
        answer => {
          answer.resume();
          answer.once('end', () => resolve(answer.statusCode === 200));
          answer.once('error', () => resolve(false));
        },
      );
      request.once('error', () => resolve(false));
      request.end(body);
    });
  }
}
