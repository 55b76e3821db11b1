import type { KubeObject } from '../../types';
import { equalJson } from '../../kubernetes/json';
import { resourceTypes } from '../../kubernetes/resourceTypes';
import type { Random } from '../random';
import type { Cluster, Controller } from './Cluster';
import { isPodReady } from './conditions';

const MANAGED_BY = 'endpointslice-controller.k8s.io';

/** Keeps the EndpointSlice and the Endpoints of each Service at the pods that its selector matches. */
export class EndpointsController implements Controller {
  readonly #cluster: Cluster;
  readonly #random: Random;
  readonly #zones: Map<string, string>;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#zones = new Map(
      cluster.definition.nodes.map(node => [node.name, node.zone]),
    );
    this.#random = cluster.random.stream('endpoint-slices');
  }

  reconcile(): void {
    const { cache } = this.#cluster;
    const pods = groupByNamespace(cache.all(resourceTypes.pods));
    const slices = new Map<string, KubeObject>();
    for (const slice of cache.all(resourceTypes.endpointslices)) {
      slices.set(
        `${slice.metadata.namespace}/${slice.metadata.labels?.['kubernetes.io/service-name']}`,
        slice,
      );
    }
    for (const service of [...cache.all(resourceTypes.services)]) {
      if (service.spec?.selector) {
        const key = `${service.metadata.namespace}/${service.metadata.name}`;
        const matched = (pods.get(service.metadata.namespace!) ?? []).filter(
          pod => pod.status?.podIP && matches(pod, service.spec.selector),
        );
        this.#writeSlice(service, matched, slices.get(key));
        this.#writeEndpoints(service, matched);
        slices.delete(key);
      }
    }
    for (const [key, slice] of slices) {
      const [namespace, name] = key.split('/');
      if (!cache.get(resourceTypes.services, namespace, name)) {
        this.#cluster.remove(resourceTypes.endpointslices, slice);
      }
    }
  }

  #writeSlice(
    service: KubeObject,
    pods: KubeObject[],
    existing: KubeObject | undefined,
  ): void {
    const port = servicePort(service, pods[0]);
    const fields = {
      addressType: 'IPv4',
      // A real server answers null here, not an empty list.
      endpoints: pods.length ? pods.map(pod => this.#endpoint(pod)) : null,
      ports: port
        ? [{ name: service.spec.ports[0].name, protocol: 'TCP', port }]
        : null,
    };
    if (!existing) {
      this.#cluster.create(resourceTypes.endpointslices, {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: {
          name: `${service.metadata.name}-${this.#random.suffix()}`,
          generateName: `${service.metadata.name}-`,
          namespace: service.metadata.namespace,
          labels: {
            ...service.metadata.labels,
            'endpointslice.kubernetes.io/managed-by': MANAGED_BY,
            'kubernetes.io/service-name': service.metadata.name,
          },
          ownerReferences: [
            {
              apiVersion: 'v1',
              kind: 'Service',
              name: service.metadata.name,
              uid: service.metadata.uid,
              controller: true,
              blockOwnerDeletion: true,
            },
          ],
        },
        ...fields,
      });
    } else if (
      !equalJson(existing.endpoints, fields.endpoints) ||
      !equalJson(existing.ports, fields.ports)
    ) {
      this.#cluster.change(resourceTypes.endpointslices, existing, draft => {
        Object.assign(draft, fields);
        draft.metadata.annotations = {
          'endpoints.kubernetes.io/last-change-trigger-time':
            this.#cluster.stamp(),
        };
      });
    }
  }

  #endpoint(pod: KubeObject) {
    const ready = isPodReady(pod);
    const terminating = Boolean(pod.metadata.deletionTimestamp);
    return {
      addresses: [pod.status.podIP],
      conditions: { ready, serving: ready, terminating },
      targetRef: targetRef(pod),
      nodeName: pod.spec.nodeName,
      zone: this.#zones.get(pod.spec.nodeName),
    };
  }

  #writeEndpoints(service: KubeObject, pods: KubeObject[]): void {
    const { namespace, name } = service.metadata;
    const alive = pods.filter(pod => !pod.metadata.deletionTimestamp);
    const port = servicePort(service, alive[0]);
    const address = (pod: KubeObject) => ({
      ip: pod.status.podIP,
      nodeName: pod.spec.nodeName,
      targetRef: targetRef(pod),
    });
    const ready = alive.filter(isPodReady).map(address);
    const notReady = alive.filter(pod => !isPodReady(pod)).map(address);
    const subsets = alive.length
      ? [
          {
            ...(ready.length ? { addresses: ready } : {}),
            ...(notReady.length ? { notReadyAddresses: notReady } : {}),
            ...(port
              ? {
                  ports: [
                    { name: service.spec.ports[0].name, port, protocol: 'TCP' },
                  ],
                }
              : {}),
          },
        ]
      : undefined;
    const existing = this.#cluster.cache.get(
      resourceTypes.endpoints,
      namespace,
      name,
    );
    if (!existing) {
      this.#cluster.create(resourceTypes.endpoints, {
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: {
          name,
          namespace,
          labels: {
            ...service.metadata.labels,
            'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
          },
        },
        ...(subsets ? { subsets } : {}),
      });
    } else if (!equalJson(existing.subsets, subsets)) {
      this.#cluster.change(resourceTypes.endpoints, existing, draft => {
        draft.subsets = subsets;
      });
    }
  }
}

/** Whether a pod carries all labels of a selector. */
export function matches(
  pod: KubeObject,
  selector: Record<string, string>,
): boolean {
  return Object.entries(selector).every(
    ([key, value]) => pod.metadata.labels?.[key] === value,
  );
}

/** The container port behind the Service's first port; undefined when the pod has no such port. */
function servicePort(
  service: KubeObject,
  pod: KubeObject | undefined,
): number | undefined {
  const target =
    service.spec.ports?.[0]?.targetPort ?? service.spec.ports?.[0]?.port;
  if (!pod || typeof target === 'number') {
    return pod && target;
  }
  const ports = pod.spec.containers.flatMap(
    (container: { ports?: Array<{ name: string; containerPort: number }> }) =>
      container.ports ?? [],
  );
  return ports.find((port: { name: string }) => port.name === target)
    ?.containerPort;
}

function targetRef(pod: KubeObject) {
  return {
    kind: 'Pod',
    namespace: pod.metadata.namespace,
    name: pod.metadata.name,
    uid: pod.metadata.uid,
  };
}

function groupByNamespace(
  pods: Iterable<KubeObject>,
): Map<string, KubeObject[]> {
  const groups = new Map<string, KubeObject[]>();
  for (const pod of pods) {
    const namespace = pod.metadata.namespace!;
    const group = groups.get(namespace);
    if (group) {
      group.push(pod);
    } else {
      groups.set(namespace, [pod]);
    }
  }
  return groups;
}
