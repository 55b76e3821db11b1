import http from 'node:http';
import { AddressInfo } from 'node:net';

/** Stands before a store and counts how many questions it has at once. */
export class StoreProxy {
  readonly #target: URL;
  readonly #server: http.Server;
  readonly #agent = new http.Agent({ keepAlive: true });
  #now = 0;
  #most = 0;
  #questions = 0;

  static async start(target: string): Promise<StoreProxy> {
    const proxy = new StoreProxy(new URL(target));
    await new Promise<void>(resolve =>
      proxy.#server.listen(0, '127.0.0.1', resolve),
    );
    return proxy;
  }

  private constructor(target: URL) {
    this.#target = target;
    this.#server = http.createServer((request, response) =>
      this.#forward(request, response),
    );
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  get counts(): { most: number; questions: number } {
    return { most: this.#most, questions: this.#questions };
  }

  /** Forgets what was before, e.g. a warm-up. */
  reset(): void {
    this.#most = this.#now;
    this.#questions = 0;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    this.#agent.destroy();
  }

  #forward(request: http.IncomingMessage, response: http.ServerResponse): void {
    this.#questions++;
    this.#most = Math.max(this.#most, ++this.#now);
    response.once('close', () => {
      this.#now--;
    });
    const { hostname, port } = this.#target;
    const onward = http.request(
      {
        ...{ host: hostname, port, agent: this.#agent },
        method: request.method,
        path: request.url,
        headers: { ...request.headers, host: this.#target.host },
      },
      answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.once('error', () => response.destroy());
    response.once('close', () => onward.destroy());
    request.pipe(onward);
  }
}
