import {
  createVictoriaLogsApi,
  createVictoriaMetricsApi,
  MemoryLogStore,
  MemoryMetricStore,
} from '@internal/sandbox';
import { createServer, RequestListener, Server } from 'node:http';
import { AddressInfo } from 'node:net';

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;

/** The noon before yesterday's midnight: the cases' data starts here, whenever they run. */
export const BASE_MS =
  Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS + 12 * HOUR_MS;

/** A server that the cases are put to. */
export interface Target {
  name: string;
  real: boolean;
  /** The base URL, once started. */
  start(): Promise<string>;
  stop(): Promise<void>;
}

/** The sandbox's VictoriaMetrics, and the real one that VICTORIAMETRICS_URL names. */
export function metricTargets(): Target[] {
  return targets('VICTORIAMETRICS_URL', () =>
    createVictoriaMetricsApi({
      store: new MemoryMetricStore({ retentionMs: 7 * DAY_MS }),
      clock: { now: () => Date.now() },
    }),
  );
}

/** The sandbox's VictoriaLogs, and the real one that VICTORIALOGS_URL names. */
export function logTargets(): Target[] {
  return targets('VICTORIALOGS_URL', () =>
    createVictoriaLogsApi({
      store: new MemoryLogStore(),
      clock: { now: () => Date.now() },
    }),
  );
}

function targets(variable: string, createApi: () => RequestListener): Target[] {
  const url = process.env[variable]?.replace(/\/+$/, '');
  const real: Target = {
    name: `the real server at ${variable}`,
    real: true,
    start: async () => url!,
    stop: async () => {},
  };
  return url ? [serveLocally(createApi), real] : [serveLocally(createApi)];
}

/** The sandbox's own server, on a free port. */
export function serveLocally(createApi: () => RequestListener): Target {
  let server: Server;
  return {
    name: 'the sandbox',
    real: false,
    async start() {
      server = createServer(createApi());
      await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise(done => server.close(done));
    },
  };
}
