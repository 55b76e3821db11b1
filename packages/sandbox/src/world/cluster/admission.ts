import type { NewKubeObject } from '../../types';
import { resourceTypes } from '../../kubernetes/resourceTypes';
import type { Cluster } from './Cluster';
import { cpuCores, memoryMi } from './quantities';
import { demandOf } from './Scheduler';

const SECURITY_LABEL = 'pod-security.kubernetes.io/enforce';

/** What the API server says of a pod that it does not take; undefined when it does. */
export function admissionRefusal(
  cluster: Cluster,
  pod: NewKubeObject,
): string | undefined {
  return (
    serviceAccount(cluster, pod) ??
    webhook(cluster) ??
    limitRange(cluster, pod) ??
    podSecurity(cluster, pod) ??
    quota(cluster, pod)
  );
}

function serviceAccount({ store }: Cluster, pod: NewKubeObject) {
  const { namespace } = pod.metadata;
  const name = pod.spec.serviceAccountName;
  return store.get(resourceTypes.serviceaccounts, namespace, name)
    ? undefined
    : `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`;
}

function webhook({ environment }: Cluster) {
  return (
    environment.webhookFailure &&
    `Internal error occurred: ${environment.webhookFailure}`
  );
}

function limitRange({ store }: Cluster, pod: NewKubeObject) {
  const { namespace } = pod.metadata;
  const [container] = pod.spec.containers;
  const limit = container.resources?.limits?.memory;
  for (const range of store.view(resourceTypes.limitranges)) {
    const max: string | undefined = range.spec.limits?.[0]?.max?.memory;
    if (
      range.metadata.namespace === namespace &&
      max &&
      memoryMi(limit) > memoryMi(max)
    ) {
      return `maximum memory usage per Container is ${max}, but limit is ${limit}`;
    }
  }
  return undefined;
}

function podSecurity({ store }: Cluster, pod: NewKubeObject) {
  const { namespace } = pod.metadata;
  const [container] = pod.spec.containers;
  const level = store.get(resourceTypes.namespaces, undefined, namespace!)
    ?.metadata.labels?.[SECURITY_LABEL];
  return level === 'baseline' && container.securityContext?.privileged
    ? `violates PodSecurity "baseline:latest": privileged (container "${container.name}" must not set securityContext.privileged=true)`
    : undefined;
}

function quota({ store, cache }: Cluster, pod: NewKubeObject) {
  const { namespace } = pod.metadata;
  for (const { metadata, spec } of store.view(resourceTypes.resourcequotas)) {
    const hard: string | undefined = spec.hard?.['requests.cpu'];
    if (metadata.namespace === namespace && hard) {
      const used = [...cache.all(resourceTypes.pods)]
        .filter(other => other.metadata.namespace === namespace)
        .reduce((sum, other) => sum + demandOf(other).cpu, 0);
      const wanted = demandOf(pod as Parameters<typeof demandOf>[0]).cpu;
      if (used + wanted > cpuCores(hard) + 1e-9) {
        return `exceeded quota: ${
          metadata.name
        }, requested: requests.cpu=${milli(wanted)}, used: requests.cpu=${milli(
          used,
        )}, limited: requests.cpu=${hard}`;
      }
    }
  }
  return undefined;
}

function milli(cores: number): string {
  return `${Math.round(cores * 1000)}m`;
}
