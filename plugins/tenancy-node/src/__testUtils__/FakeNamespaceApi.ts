import { createServer, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

type Labels = Record<string, string>;

/** As much of a Kubernetes API as the namespace index speaks: list and watch of namespaces. */
export class FakeNamespaceApi {
  readonly requests: string[] = [];
  /** Answers everything with this status, when set. */
  failWith?: number;
  /** Breaks every connection, when set. */
  #down = false;
  #server?: Server;
  #port = 0;
  #version = 100;
  readonly #namespaces = new Map<string, Labels>();
  readonly #log: Array<{ version: number; event: object }> = [];
  readonly #watches = new Set<ServerResponse>();

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    this.#down = false;
    this.failWith = undefined;
    this.requests.length = 0;
    this.#watches.clear();
    this.#server = createServer((req, res) => {
      if (this.#down) {
        req.socket.destroy();
        return;
      }
      const url = new URL(req.url!, this.url);
      this.requests.push(`${req.method} ${req.url}`);
      if (this.failWith) {
        res
          .writeHead(this.failWith, { 'content-type': 'application/json' })
          .end('{"kind":"Status","message":"told to fail"}');
      } else if (url.pathname !== '/api/v1/namespaces') {
        res.writeHead(404).end('404 page not found');
      } else if (url.searchParams.get('watch') === 'true') {
        res.writeHead(200, { 'content-type': 'application/json' });
        res.flushHeaders();
        this.#watches.add(res);
        // What happened since the version that the watch starts from.
        for (const { version, event } of this.#log) {
          if (version > Number(url.searchParams.get('resourceVersion'))) {
            res.write(`${JSON.stringify(event)}\n`);
          }
        }
        const end = () => res.end();
        const timer = setTimeout(
          end,
          Number(url.searchParams.get('timeoutSeconds')) * 1_000,
        );
        res.on('close', () => {
          clearTimeout(timer);
          this.#watches.delete(res);
        });
      } else {
        this.#list(url, res);
      }
    });
    await new Promise<void>(done => this.#server!.listen(0, '127.0.0.1', done));
    this.#port = (this.#server!.address() as AddressInfo).port;
  }

  /** Down and up again on the same port. */
  set down(down: boolean) {
    this.#down = down;
    if (down) this.#server!.closeAllConnections();
  }

  async stop(): Promise<void> {
    this.#server!.closeAllConnections();
    await new Promise(done => this.#server!.close(done));
  }

  /** Pages of two, so that paging is always in play. */
  #list(url: URL, res: ServerResponse): void {
    const from = Number(url.searchParams.get('continue') ?? 0);
    const names = [...this.#namespaces.keys()].sort();
    const more = from + 2 < names.length;
    res.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        kind: 'NamespaceList',
        apiVersion: 'v1',
        metadata: {
          resourceVersion: `${this.#version}`,
          ...(more && { continue: `${from + 2}` }),
        },
        items: names.slice(from, from + 2).map(name => this.#object(name)),
      }),
    );
  }

  #object(name: string) {
    return {
      metadata: {
        name,
        labels: this.#namespaces.get(name),
        resourceVersion: `${this.#version}`,
      },
    };
  }

  /** Changes a namespace; `silently` keeps it from the open watches. */
  put(name: string, labels: Labels, options?: { silently?: boolean }): void {
    const type = this.#namespaces.has(name) ? 'MODIFIED' : 'ADDED';
    this.#version += 1;
    this.#namespaces.set(name, labels);
    if (!options?.silently) this.#happen(type, this.#object(name));
  }

  delete(name: string): void {
    this.#version += 1;
    const object = this.#object(name);
    this.#namespaces.delete(name);
    this.#happen('DELETED', object);
  }

  #happen(type: string, object: object): void {
    this.#log.push({ version: this.#version, event: { type, object } });
    this.send({ type, object });
  }

  send(event: object): void {
    for (const watch of this.#watches) {
      watch.write(`${JSON.stringify(event)}\n`);
    }
  }

  /** Ends the open watches in order, as a server does when their time is over. */
  endWatches(): void {
    for (const watch of this.#watches) watch.end();
  }

  get resourceVersion(): string {
    return `${this.#version}`;
  }

  get openWatches(): number {
    return this.#watches.size;
  }
}

/** Waits until a condition holds; fails after 8 s. */
export async function until(condition: () => unknown): Promise<void> {
  const deadline = Date.now() + 8_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`never true: ${condition}`);
    await new Promise(done => setTimeout(done, 10));
  }
}
