import http from 'node:http';
import { Ask, BROWSER_CONNECTIONS } from './visits';

/** How long one question took, and how much of that was the store's. */
export type Sample = {
  name: string;
  totalMs: number;
  storeMs: number;
  status: number;
};

/** Somebody who looks at pages, with a browser's number of connections. */
export class Person {
  readonly #address: { host: string; port: string };
  readonly #token: string;
  readonly #agent = new http.Agent({
    keepAlive: true,
    maxSockets: BROWSER_CONNECTIONS,
  });

  constructor(options: { url: string; token: string }) {
    const { port } = new URL(options.url);
    this.#address = { host: '127.0.0.1', port };
    this.#token = options.token;
  }

  ask({ name, path, body }: Ask): Promise<Sample & { text: string }> {
    const content = body === undefined ? undefined : JSON.stringify(body);
    const begun = performance.now();
    return new Promise((resolve, reject) => {
      const request = http.request(
        {
          ...this.#address,
          agent: this.#agent,
          method: content === undefined ? 'GET' : 'POST',
          path,
          headers: {
            authorization: `Bearer ${this.#token}`,
            ...(content && {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(content),
            }),
          },
        },
        answer => {
          const parts: Buffer[] = [];
          answer.on('data', part => parts.push(part));
          answer.once('error', reject);
          answer.once('end', () =>
            resolve({
              name,
              totalMs: performance.now() - begun,
              storeMs: storeMsOf(answer.headers['server-timing']),
              status: answer.statusCode ?? 0,
              text: Buffer.concat(parts).toString('utf8'),
            }),
          );
        },
      );
      request.once('error', error => {
        // The server had just closed a connection that was idle for long: browsers ask again.
        if (request.reusedSocket)
          this.ask({ name, path, body }).then(resolve, reject);
        else reject(error);
      });
      request.end(content);
    });
  }

  leave(): void {
    this.#agent.destroy();
  }
}

function storeMsOf(header: string | string[] | undefined): number {
  return Number(/store;dur=([\d.]+)/.exec(String(header))?.[1] ?? 0);
}
