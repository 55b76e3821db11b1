import { mockCredentials } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  DefaultObservabilityService,
  ObservabilityService,
} from '@internal/plugin-observability-node';
import { CollectorContext } from '@internal/plugin-rca-node';
import {
  createVictoriaLogsApi,
  createVictoriaMetricsApi,
  createWorld,
  MemoryLogStore,
  MemoryMetricStore,
  MemoryObjectStore,
  VirtualClock,
} from '@internal/sandbox';
import { createServer, RequestListener } from 'node:http';
import { AddressInfo } from 'node:net';

const START = Date.parse('2026-11-20T10:00:00Z');
const HISTORY_MS = 90 * 60_000;
const SINCE_MS = 8 * 60_000;

/** When the faults of {@link withFaults} begin. */
export const INJECTED_MS = START + HISTORY_MS;

/** An investigation of team-a, by default until eight minutes after the faults began. */
export function contextOf(
  serviceName: string,
  dependencies: Array<[serviceName: string, namespace: string]>,
  signal = new AbortController().signal,
): CollectorContext {
  const to = INJECTED_MS + SINCE_MS;
  return {
    subject: {
      entityRef: `component:default/${serviceName}`,
      cluster: 'sandbox',
      namespace: 'team-a-prod',
      labelSelector: `app.kubernetes.io/name=${serviceName}`,
      serviceName,
      dependencies: dependencies.map(([name, namespace]) => ({
        entityRef: `component:default/${name}`,
        serviceName: name,
        cluster: 'sandbox',
        namespace,
        requiredBy: `component:default/${serviceName}`,
      })),
    },
    window: { from: new Date(to - 3_600_000), to: new Date(to) },
    scope: {
      $$type: '@internal/TenantScope',
      userEntityRef: 'user:default/1',
      cluster: 'sandbox',
      namespaces: ['team-a-prod', 'team-a-staging', 'ingress'],
    },
    investigationId: '2b1f6c58-35bb-4f0e-9f57-7a3dbb6a2f10',
    credentials: mockCredentials.user('user:default/1'),
    shared: { once: (_key, load) => load({ signal }) },
    signal,
  };
}

/** The company a few minutes into its faults, behind the sandbox's store APIs. */
export async function withFaults(
  faults: string[],
  test: (observability: ObservabilityService) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock(START);
  const metrics = new MemoryMetricStore();
  const logs = new MemoryLogStore();
  const world = createWorld({
    seed: 1,
    clock,
    store: MemoryObjectStore.create({ clock }),
    startTimeMs: START,
    metricSinks: [metrics],
    logSinks: [logs],
  });
  await world.advanceTo(INJECTED_MS);
  faults.forEach(fault => world.inject(fault));
  await world.advanceTo(INJECTED_MS + SINCE_MS);
  const metricServer = await serve(
    createVictoriaMetricsApi({ store: metrics, clock }),
  );
  const logServer = await serve(createVictoriaLogsApi({ store: logs, clock }));
  try {
    const sandbox = {
      logs: { type: 'victorialogs', url: logServer.url },
      metrics: { type: 'victoriametrics', url: metricServer.url },
    };
    await test(
      DefaultObservabilityService.fromConfig(
        new ConfigReader({ observability: { clusters: { sandbox } } }),
      ),
    );
  } finally {
    metricServer.stop();
    logServer.stop();
  }
}

async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>(resolve =>
    server.listen(0, '127.0.0.1', () => resolve()),
  );
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
