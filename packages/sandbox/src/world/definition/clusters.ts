import { entryLoads, namespaces, nodes } from './company';
import { services } from './services';
import { acquiredServices } from './services/acquired';
import { collector, dns } from './services/platform';
import type { ClusterDefinition } from './types';

const MINUTE_MS = 60 * 1000;

/** Where the company runs nearly everything, and where faults happen. */
export const firstCluster: ClusterDefinition = {
  name: 'sandbox',
  namespaces,
  nodes,
  services,
  entryLoads,
  releases: [
    {
      namespace: 'team-a-b-prod',
      name: 'events-collector',
      from: '2.0.5',
      afterMs: 38 * MINUTE_MS,
    },
    {
      namespace: 'team-a-staging',
      name: 'checkout',
      from: '1.8.2',
      afterMs: 64 * MINUTE_MS,
    },
  ],
};

/**
 * A small cluster that came with another company, without telemetry stores. Its
 * `team-a-prod` is the trap: the name is team-a's elsewhere, the owner is team-b.
 */
export const secondCluster: ClusterDefinition = {
  name: 'sandbox-2',
  namespaces: [
    { name: 'team-a-prod', team: 'team-b' },
    { name: 'team-b-staging', team: 'team-b' },
    { name: 'monitoring', team: 'platform-engineering' },
    { name: 'ops' },
    { name: 'kube-system' },
    { name: 'default' },
  ],
  nodes: [
    { name: 'sandbox-2-node-1', zone: 'zone-a', cpu: 4, memoryMi: 8_192 },
    { name: 'sandbox-2-node-2', zone: 'zone-b', cpu: 4, memoryMi: 8_192 },
  ],
  services: [dns, collector, ...acquiredServices],
  entryLoads: [
    {
      service: 'team-a-prod/settlement',
      route: 'POST /settlements',
      peakPerSecond: 1.5,
      daily: false,
    },
  ],
  releases: [],
  objects: ['team-a-prod', 'ops'].map(namespace => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'database-password', namespace },
    type: 'Opaque',
    data: {
      password: Buffer.from(`secret-of-${namespace}`).toString('base64'),
    },
  })),
};
