import type { KubeObject, NewKubeObject } from '../../types';
import { cloneJson } from '../../kubernetes/json';
import { hash32, safeEncode } from '../random';

const COPIED_NOT = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
];

/** Templates never change in place, so that what was computed of one holds. */
const hashes = new WeakMap<object, string>();

/** The `pod-template-hash` of a Deployment's template: the same template, the same ReplicaSet. */
export function templateHash(deployment: KubeObject): string {
  const { template } = deployment.spec;
  let hash = hashes.get(template);
  if (hash === undefined) {
    hash = safeEncode(hash32(canonical(template)));
    hashes.set(template, hash);
  }
  return hash;
}

/** A ReplicaSet for the Deployment's template, with no replicas yet. */
export function newReplicaSet(
  deployment: KubeObject,
  hash: string,
  revision: number,
): NewKubeObject {
  const template = cloneJson(deployment.spec.template);
  const labels = { ...template.metadata?.labels, 'pod-template-hash': hash };
  const annotations = Object.fromEntries(
    Object.entries(deployment.metadata.annotations ?? {}).filter(
      ([key]) => !COPIED_NOT.includes(key),
    ),
  );
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      namespace: deployment.metadata.namespace,
      labels,
      annotations: {
        ...annotations,
        'deployment.kubernetes.io/revision': String(revision),
      },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: deployment.metadata.name,
          uid: deployment.metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      replicas: 0,
      selector: {
        matchLabels: {
          ...deployment.spec.selector?.matchLabels,
          'pod-template-hash': hash,
        },
      },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
    status: { replicas: 0 },
  };
}

/** JSON with sorted keys: who wrote the fields in which order does not matter. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join()}]`;
  }
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined && field !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields
      .map(([key, field]) => `${key}:${canonical(field)}`)
      .join()}}`;
  }
  return JSON.stringify(value);
}
