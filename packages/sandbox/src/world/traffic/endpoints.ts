import { resourceTypes } from '../../kubernetes/resourceTypes';
import type { Cluster } from '../cluster/Cluster';
import type { Kubelet } from '../cluster/kubelet/Kubelet';
import type { PodRuntime } from '../cluster/kubelet/PodRuntime';

/** The port that every application listens on. */
const APP_PORT = 8080;

/** Where the requests to one Service go. */
export type Targets = {
  /** Pods that answer. */
  alive: PodRuntime[];
  /** Addresses that the cluster believes in, of pods out of reach. */
  dead: number;
};

/** The targets of every Service, as its EndpointSlice says: wrong selectors and unready pods have their effect here. */
export function findTargets(
  cluster: Cluster,
  kubelet: Kubelet,
): Map<string, Targets> {
  const targets = new Map<string, Targets>();
  for (const slice of cluster.cache.all(resourceTypes.endpointslices)) {
    const service = slice.metadata.labels?.['kubernetes.io/service-name'];
    const found: Targets = { alive: [], dead: 0 };
    const [port] = (slice.ports ?? []) as Array<{ port?: number }>;
    const listens = port?.port === APP_PORT;
    const endpoints = (listens ? slice.endpoints ?? [] : []) as Array<{
      conditions: { ready: boolean };
      targetRef: { uid: string };
    }>;
    for (const endpoint of endpoints) {
      const runtime =
        endpoint.conditions.ready && kubelet.runtimeOf(endpoint.targetRef.uid);
      if (runtime && runtime.running) {
        if (cluster.environment.isSilent(runtime.node)) {
          found.dead += 1;
        } else if (runtime.service === service) {
          found.alive.push(runtime);
        }
      }
    }
    targets.set(`${slice.metadata.namespace}/${service}`, found);
  }
  return targets;
}
