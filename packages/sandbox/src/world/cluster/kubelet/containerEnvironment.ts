import type { KubeObject } from '../../../types';
import { resourceTypes } from '../../../kubernetes/resourceTypes';
import type { Behaviour, ConfigCheck, ConfigEffect } from '../../definition';
import type { Cluster } from '../Cluster';

type EnvironmentResult =
  | { values: Record<string, string> }
  /** The kubelet's words for what is missing. */
  | { error: string };

/** Resolves a container's `envFrom` and `env` from ConfigMaps and Secrets, as the kubelet does before it starts one. */
export function resolveEnvironment(
  cluster: Cluster,
  pod: KubeObject,
): EnvironmentResult {
  const namespace = pod.metadata.namespace!;
  const [container] = pod.spec.containers;
  const values: Record<string, string> = {};
  for (const source of container.envFrom ?? []) {
    const reference = source.configMapRef ?? source.secretRef;
    const kind = source.configMapRef ? 'configmap' : 'secret';
    const data = reference && dataOf(cluster, kind, namespace, reference.name);
    if (reference && !data && !reference.optional) {
      return { error: `${kind} "${reference.name}" not found` };
    }
    Object.assign(values, data);
  }
  for (const variable of container.env ?? []) {
    const reference =
      variable.valueFrom?.configMapKeyRef ?? variable.valueFrom?.secretKeyRef;
    if (!reference) {
      values[variable.name] = String(variable.value ?? '');
      continue;
    }
    const kind = variable.valueFrom.configMapKeyRef ? 'configmap' : 'secret';
    const data = dataOf(cluster, kind, namespace, reference.name);
    if (!data && !reference.optional) {
      return { error: `${kind} "${reference.name}" not found` };
    }
    const value = data?.[reference.key];
    if (value === undefined && !reference.optional) {
      const place = kind === 'configmap' ? 'ConfigMap' : 'Secret';
      return {
        error: `couldn't find key ${reference.key} in ${place} ${namespace}/${reference.name}`,
      };
    }
    if (value !== undefined) {
      values[variable.name] = value;
    }
  }
  return { values };
}

/** What the application says about its configuration before it exits; empty when all is well. */
export function configComplaints(
  checks: ConfigCheck[],
  values: Record<string, string>,
): string[] {
  return checks.flatMap(({ variable, kind }) => {
    const value = values[variable];
    if (value === undefined || value === '') {
      return [`invalid configuration: ${variable} is not set`];
    }
    if (kind === 'integer' && !/^-?\d+$/.test(value)) {
      return [
        `invalid configuration: ${variable}: parsing "${value}": invalid syntax, want a whole number`,
      ];
    }
    if (kind === 'url' && !/^https?:\/\/[^\s/]+/.test(value)) {
      return [`invalid configuration: ${variable}: "${value}" is not a URL`];
    }
    return [];
  });
}

/** How an application behaves with the values that it was given. */
export function configuredBehaviour(
  behaviour: Behaviour | undefined,
  effects: ConfigEffect[] = [],
  values: Record<string, string>,
): Behaviour | undefined {
  return (
    behaviour &&
    effects
      .filter(effect => effect.values.test(values[effect.variable] ?? ''))
      .reduce((sum, effect) => ({ ...sum, ...effect.behaviour }), behaviour)
  );
}

function dataOf(
  cluster: Cluster,
  kind: 'configmap' | 'secret',
  namespace: string,
  name: string,
): Record<string, string> | undefined {
  const found =
    kind === 'configmap'
      ? cluster.cache.get(resourceTypes.configmaps, namespace, name)
      : cluster.store.get(resourceTypes.secrets, namespace, name);
  return found && ((found.data as Record<string, string> | undefined) ?? {});
}
