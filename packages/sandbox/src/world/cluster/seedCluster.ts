import type { NewKubeObject, ObjectStore } from '../../types';
import { resourceTypeOf } from '../../kubernetes/resourceTypes';
import { formatTime } from '../../kubernetes/time';
import { type ClusterDefinition, TEAM_LABEL } from '../definition';
import { objectsOf } from '../definition/desiredManifests';
import { digestOf, hash32 } from '../random';
import { nodeObject } from './nodeObjects';

/** How long the cluster has existed before anybody looks. */
const AGE_MS = 41 * 24 * 60 * 60 * 1000;

/** Puts a cluster of the company into an empty store: namespaces, nodes and the desired objects. */
export function seedCluster(
  store: ObjectStore,
  definition: ClusterDefinition,
  nowMs: number,
): void {
  const { namespaces, nodes, services, objects = [] } = definition;
  const created = formatTime(nowMs - AGE_MS);
  for (const { name, team } of namespaces) {
    ensure(store, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name,
        creationTimestamp: created,
        labels: {
          'kubernetes.io/metadata.name': name,
          ...(team ? { [TEAM_LABEL]: team } : {}),
        },
      },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
    ensure(store, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name: 'default',
        namespace: name,
        creationTimestamp: created,
      },
    });
    ensure(store, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'kube-root-ca.crt',
        namespace: name,
        creationTimestamp: created,
      },
      data: {
        'ca.crt': `-----BEGIN CERTIFICATE-----\n${digestOf(
          'root-ca',
          64,
        )}\n-----END CERTIFICATE-----\n`,
      },
    });
  }
  nodes.forEach((node, index) =>
    ensure(store, nodeObject(node, index, created, formatTime(nowMs))),
  );
  for (const object of [...objectsOf(services), ...objects]) {
    ensure(store, withServerFields(object, created));
  }
}

/** What the API server adds when it creates an object. */
export function withServerFields(
  object: NewKubeObject,
  created?: string,
): NewKubeObject {
  const metadata = {
    ...object.metadata,
    ...(created ? { creationTimestamp: created } : {}),
  };
  if (object.kind !== 'Service') {
    return { ...object, metadata };
  }
  const hash = hash32(`${metadata.namespace}/${metadata.name}`);
  const clusterIP = `10.96.${(hash >>> 8) % 250}.${(hash % 250) + 1}`;
  return {
    ...object,
    metadata,
    spec: {
      ...object.spec,
      clusterIP,
      clusterIPs: [clusterIP],
      sessionAffinity: 'None',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
    },
    status: { loadBalancer: {} },
  };
}

function ensure(store: ObjectStore, object: NewKubeObject): void {
  const type = resourceTypeOf(object);
  if (!type) {
    throw new Error(`The sandbox has no resource ${object.kind}`);
  }
  const { namespace, name } = object.metadata;
  if (!store.get(type, namespace, name)) {
    store.create(type, object);
  }
}
