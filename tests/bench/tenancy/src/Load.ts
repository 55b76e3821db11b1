import http from 'node:http';

/** A request that is sent again and again. */
export type Request = { method: string; path: string; body?: string };

/** How much is sent: as many seconds, and as many requests, whichever ends later. */
export type Amount = { seconds: number; requests: number };

/** A connection for each session to one server, each with one request at a time. */
export class Load {
  readonly #agent: http.Agent;
  readonly #address: { host: string; port: string };
  readonly #tokens: readonly string[];

  constructor(options: { url: string; tokens: readonly string[] }) {
    const { hostname, port } = new URL(options.url);
    this.#address = {
      host: hostname === 'localhost' ? '127.0.0.1' : hostname,
      port,
    };
    this.#tokens = options.tokens;
    this.#agent = new http.Agent({
      keepAlive: true,
      maxSockets: options.tokens.length,
    });
  }

  /** Resolves to answers per second; only those with status 200 count as done. */
  async run(
    request: Request,
    { seconds, requests }: Amount,
  ): Promise<{ perSecond: number; done: number; failed: number }> {
    const begun = performance.now();
    const until = begun + seconds * 1_000;
    let sent = 0;
    let done = 0;
    let failed = 0;
    await Promise.all(
      this.#tokens.map(async token => {
        while (sent++ < requests || performance.now() < until) {
          if (await this.#isAnswered(request, token)) done++;
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

  #isAnswered(
    { method, path, body }: Request,
    token: string,
  ): Promise<boolean> {
    return new Promise(resolve => {
      const request = http.request(
        {
          ...this.#address,
          agent: this.#agent,
          method,
          path,
          headers: {
            authorization: `Bearer ${token}`,
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
