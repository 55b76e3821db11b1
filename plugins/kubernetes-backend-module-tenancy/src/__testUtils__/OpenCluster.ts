import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';

/**
 * A cluster that lets everybody do everything and writes down what reaches it:
 * whatever our layers let through shows here, because nothing behind them helps.
 */
export class OpenCluster {
  /** `VERB path as token`, without the query. */
  readonly requests: string[] = [];
  /** Those that prove to be neither the portal nor a namespace's reader, since the start. */
  readonly strangers: string[] = [];
  #server?: Server;

  get url(): string {
    return `http://127.0.0.1:${(this.#server!.address() as AddressInfo).port}`;
  }

  async start(): Promise<void> {
    this.#server = createServer((req, res) => {
      const { pathname } = new URL(req.url!, 'http://x');
      const token = req.headers.authorization?.replace('Bearer ', '') ?? 'none';
      const line = `${req.method} ${pathname} as ${token}`;
      this.requests.push(line);
      if (!/ as (?:portal|reader-of-[a-z-]+)$/.test(line)) {
        this.strangers.push(line);
      }
      res.setHeader('content-type', 'application/json');
      const minted =
        /^\/api\/v1\/namespaces\/([^/]+)\/serviceaccounts\/aiops-reader\/token$/.exec(
          pathname,
        );
      if (minted && req.method === 'POST') {
        res.statusCode = 201;
        res.end(
          JSON.stringify({
            status: {
              token: minted[1] === 'no-token' ? '' : `reader-of-${minted[1]}`,
              expirationTimestamp: new Date(Date.now() + 900_000).toISOString(),
            },
          }),
        );
        return;
      }
      const listed = /\/namespaces\/([^/]+)\/([^/]+)$/.exec(pathname);
      const namespace = listed?.[1] ?? 'everywhere';
      const plural = listed?.[2] ?? pathname.split('/').pop();
      res.end(
        JSON.stringify({
          kind: `${plural}List`,
          items: [
            {
              metadata: { name: `${plural}-of-${namespace}`, namespace },
              spec: { containers: [] },
              containers: [],
            },
          ],
        }),
      );
    });
    this.#server.on('upgrade', (req, socket) => {
      this.requests.push(`UPGRADE ${req.url}`);
      socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n');
    });
    await new Promise<void>(done => this.#server!.listen(0, '127.0.0.1', done));
  }

  async stop(): Promise<void> {
    this.#server!.closeAllConnections();
    await new Promise(done => this.#server!.close(done));
  }

  /** Reads, that is all but the requests for tokens; also empties the list. */
  takeReads(): string[] {
    const reads = this.requests.filter(r => !r.includes('/token as '));
    this.requests.length = 0;
    return reads;
  }
}
