import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { StoreConfig } from '../config';

export type SeenRequest = {
  /** As sent, with the query of a GET. */
  path: string;
  headers: IncomingMessage['headers'];
  /** Arguments of the body, or of the path when there is none. */
  form: URLSearchParams;
};

type Handler = (
  response: ServerResponse,
  request: SeenRequest,
  attempt: number,
) => void;

/** A store on loopback that does what a test tells it, and remembers what it was asked. */
export async function startFakeStore(handler: Handler) {
  const requests: SeenRequest[] = [];
  const closedEarly: string[] = [];
  let open = 0;
  let mostOpen = 0;
  const server = createServer((req, res) => {
    let body = '';
    open++;
    mostOpen = Math.max(mostOpen, open);
    req.on('data', chunk => {
      body += chunk;
    });
    req.on('end', () => {
      const request = {
        path: req.url ?? '',
        headers: req.headers,
        form: new URLSearchParams(body || (req.url ?? '').split('?')[1]),
      };
      requests.push(request);
      handler(res, request, requests.length);
    });
    res.on('close', () => {
      open--;
      if (!res.writableFinished) {
        closedEarly.push(req.url ?? '');
      }
    });
  });
  await new Promise<void>(resolve =>
    server.listen(0, '127.0.0.1', () => resolve()),
  );
  const { port } = server.address() as AddressInfo;
  return {
    requests,
    /** Paths of answers that the client did not read to the end. */
    closedEarly,
    get mostOpen() {
      return mostOpen;
    },
    config(overrides: Partial<StoreConfig> = {}): StoreConfig {
      return {
        url: new URL(`http://127.0.0.1:${port}/`),
        headers: {},
        deadlineMs: 5_000,
        maxConcurrency: 4,
        maxQueue: 4,
        maxTails: 4,
        ...overrides,
      };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

export function scopeOf(...namespaces: string[]): TenantScope {
  return {
    $$type: '@internal/TenantScope',
    userEntityRef: 'user:default/300000000000000001',
    cluster: 'sandbox',
    namespaces,
  };
}

/** Everything that a stream yields. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) {
    collected.push(item);
  }
  return collected;
}

/** Waits until the condition holds, for what another process notices a little later. */
export async function eventually(condition: () => boolean): Promise<void> {
  const until = Date.now() + 3_000;
  while (!condition()) {
    if (Date.now() > until) {
      throw new Error('The condition did not come true within 3 s');
    }
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
