import { defaultVocabulary } from '@internal/plugin-observability-node';
import {
  createVictoriaMetricsApi,
  MemoryMetricStore,
  VirtualClock,
} from '@internal/sandbox';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { metricQueries } from './metricQueries';

const FROM = Date.parse('2026-11-20T10:00:00Z');
const TO = FROM + 300_000;
const SCRAPE_MS = 15_000;

/** Upper bounds of the histograms, in seconds. */
const BOUNDS = ['0.1', '1', '+Inf'];

/** Requests a second of a service, by protocol and status. */
const served: Array<[protocol: 'http' | 'rpc', status: string, rate: number]> =
  [
    ['http', '200', 4],
    ['http', '404', 1],
    ['http', '503', 1],
    ['rpc', 'OK', 6],
    ['rpc', 'NOT_FOUND', 2],
    ['rpc', 'INVALID_ARGUMENT', 2],
    ['rpc', 'UNAVAILABLE', 1],
    ['rpc', 'DEADLINE_EXCEEDED', 2],
    ['rpc', 'INTERNAL', 1],
  ];

const names = {
  http: {
    server: 'http_server_request_duration_seconds',
    client: 'http_client_request_duration_seconds',
    status: 'http_response_status_code',
  },
  rpc: {
    server: 'rpc_server_call_duration_seconds',
    client: 'rpc_client_call_duration_seconds',
    status: 'rpc_response_status_code',
  },
};

function createStore(): MemoryMetricStore {
  const store = new MemoryMetricStore();
  const add = (name: string, labels: Record<string, string>, rate: number) => {
    for (let time = FROM; time <= TO; time += SCRAPE_MS) {
      const value = (rate * (time - FROM)) / 1000;
      const series = { namespace: 'shop', pod: 'p', ...labels };
      store.addSample({ __name__: `${name}_count`, ...series }, time, value);
      for (const le of BOUNDS) {
        // HTTP is answered in less than 0.1 s, RPC in 0.1 to 1 s.
        const within = le !== '0.1' || name.startsWith('http');
        store.addSample(
          { __name__: `${name}_bucket`, ...series, le },
          time,
          within ? value : 0,
        );
      }
    }
  };
  for (const [protocol, status, rate] of served) {
    const { server, client, status: code } = names[protocol];
    add(server, { service_name: 'both', [code]: status }, rate);
    const peer = protocol === 'rpc' ? 'ledger.shop' : 'cart';
    add(
      client,
      { service_name: 'both', server_address: peer, [code]: status },
      rate,
    );
    if (protocol === 'rpc') {
      add(server, { service_name: 'ledger', [code]: status }, rate);
    }
  }
  return store;
}

describe('metricQueries', () => {
  it('should read RPC beside HTTP, in one query for both', async () => {
    const server = createServer(
      createVictoriaMetricsApi({
        store: createStore(),
        clock: new VirtualClock(TO),
      }),
    );
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve()),
    );
    const { port } = server.address() as AddressInfo;
    const ask = async (query: string, label: string) => {
      const url = new URL(`http://127.0.0.1:${port}/api/v1/query`);
      url.search = `${new URLSearchParams({ query, time: `${TO / 1000}` })}`;
      const { data } = (await (await fetch(url)).json()) as {
        data: {
          result: Array<{
            metric: Record<string, string>;
            value: [number, string];
          }>;
        };
      };
      return Object.fromEntries(
        data.result.map(({ metric, value }) => [
          metric[label],
          Number(Number(value[1]).toFixed(3)),
        ]),
      );
    };
    try {
      const { signals, callees, callers } = metricQueries({
        names: defaultVocabulary.metrics,
        namespaces: ['shop'],
        rateWindowSeconds: 60,
      });
      const of = ['both', 'ledger'];
      expect(await ask(signals.rate(of), 'service_name')).toEqual({
        both: 20,
        ledger: 14,
      });
      // Not found and invalid are the caller's errors.
      expect(await ask(signals['error-ratio'](of), 'service_name')).toEqual({
        both: 0.25,
        ledger: Number((4 / 14).toFixed(3)),
      });
      // 6 of 20 take up to 0.1 s, by HTTP; the others up to 1 s, by RPC.
      expect(await ask(signals['latency-p50'](of), 'service_name')).toEqual({
        both: Number((0.1 + (0.9 * (10 - 6)) / 14).toFixed(3)),
        ledger: Number((0.1 + 0.9 * 0.5).toFixed(3)),
      });
      expect(await ask(callees['error-ratio'](of), 'server_address')).toEqual({
        cart: Number((1 / 6).toFixed(3)),
        'ledger.shop': Number((4 / 14).toFixed(3)),
      });
      expect(await ask(callers.rate(['cart']), 'server_address')).toEqual({
        cart: 6,
      });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
