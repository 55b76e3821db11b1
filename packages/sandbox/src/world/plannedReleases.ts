import type { ObjectStore } from '../types';
import { resourceTypes } from '../kubernetes/resourceTypes';
import { imageName, services } from './definition';
import type { PlannedAct } from './SandboxWorld';

/** Releases that go well, so that not every rollout in sight is to blame. */
const RELEASES = [
  {
    namespace: 'team-a-b-prod',
    name: 'events-collector',
    from: '2.0.5',
    afterMs: 38 * 60 * 1000,
  },
  {
    namespace: 'team-a-staging',
    name: 'checkout',
    from: '1.8.2',
    afterMs: 64 * 60 * 1000,
  },
];

/**
 * Routine releases of the first two hours. The manifests hold the newer tag from
 * the start; the cluster gets it at its time, unless a reconciler was faster.
 */
export function earlierReleases(
  store: ObjectStore,
  startMs: number,
): { prepare(): void; planned: PlannedAct[] } {
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
      RELEASES.forEach(({ namespace, name, from }) =>
        setTag(namespace, name, from),
      ),
    planned: RELEASES.map(({ namespace, name, from, afterMs }) => ({
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
