import type { ObjectStore } from '../types';
import { resourceTypes } from '../kubernetes/resourceTypes';
import { type ClusterDefinition, imageName } from './definition';
import type { PlannedAct } from './SandboxWorld';

/**
 * Routine releases of the first two hours. The manifests hold the newer tag from
 * the start; the cluster gets it at its time, unless a reconciler was faster.
 */
export function earlierReleases(
  store: ObjectStore,
  definition: ClusterDefinition,
  startMs: number,
): { prepare(): void; planned: PlannedAct[] } {
  const { releases, services } = definition;
  const setTag = (namespace: string, name: string, tag: string) => {
    const service = services.find(
      s => s.namespace === namespace && s.name === name,
    )!;
    const deployment = store.get(resourceTypes.deployments, namespace, name);
    if (deployment) {
      deployment.spec.template.spec.containers[0].image = imageName(
        service,
        tag,
      );
      store.update(resourceTypes.deployments, deployment);
    }
  };
  return {
    prepare: () =>
      releases.forEach(({ namespace, name, from }) =>
        setTag(namespace, name, from),
      ),
    planned: releases.map(({ namespace, name, from, afterMs }) => ({
      atMs: startMs + afterMs,
      act: () => {
        const service = services.find(
          s => s.namespace === namespace && s.name === name,
        )!;
        const image = store.get(resourceTypes.deployments, namespace, name)
          ?.spec.template.spec.containers[0].image;
        if (image === imageName(service, from)) {
          setTag(namespace, name, service.tag);
        }
      },
    })),
  };
}
