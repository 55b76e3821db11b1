import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';

/** Answers of an API server by path, and which paths were asked for. */
export class FakeApiServer {
  readonly requests: Array<{ path: string; token?: string }> = [];
  readonly answers = new Map<
    string,
    (query: URLSearchParams) => [number, unknown]
  >();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((req, res) => {
      const { pathname, searchParams } = new URL(req.url ?? '', 'http://x');
      this.requests.push({ path: pathname, token: req.headers.authorization });
      const answer =
        this.answers.get(pathname) ??
        (() => [200, { items: [], metadata: {} }]);
      const [status, body] = answer(searchParams);
      if (status === 0) return;
      res.writeHead(status, {
        'content-type':
          typeof body === 'string' ? 'text/plain' : 'application/json',
      });
      res.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  }

  async start(): Promise<string> {
    await new Promise<void>(resolve =>
      this.#server.listen(0, '127.0.0.1', resolve),
    );
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
