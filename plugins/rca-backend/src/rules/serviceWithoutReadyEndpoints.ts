import { V1EndpointSlice, V1Service } from '@kubernetes/client-node';
import { conditionOf, isGone, isReady } from '../lib/kubernetes';
import { put } from '../lib/put';
import { earliest, instantOf, secondsBetween } from '../lib/time';
import { quoteObject } from './quote';
import { Rule, Snapshot } from './types';

/** A rollout may leave a Service without an endpoint for so long. */
const GRACE_SECONDS = 75;

/**
 * A Service whose pods are all unready: what its callers notice. Why is for
 * other rules to say.
 * @internal
 */
export const serviceWithoutReadyEndpoints: Rule = {
  id: 'service-without-ready-endpoints',
  evaluate: snapshot => {
    const slices = slicesByService(snapshot);
    return snapshot.index.workloads.flatMap(workload => {
      const pods = snapshot.index.podsOf(workload).filter(pod => !isGone(pod));
      if (pods.length === 0 || pods.some(isReady)) {
        return [];
      }
      const onset = earliest(
        ...pods.map(pod =>
          instantOf(
            conditionOf(pod.status?.conditions, 'Ready')?.lastTransitionTime,
          ),
        ),
      );
      const age = secondsBetween(snapshot.window.to.toISOString(), onset);
      if ((age ?? 0) < GRACE_SECONDS) {
        return [];
      }
      return snapshot.index
        .servicesOf(workload)
        .filter(
          service =>
            // Such a Service sends to pods that are not ready as well.
            !service.spec?.publishNotReadyAddresses &&
            readyCount(slices.get(keyOf(service))) === 0,
        )
        .map(service => {
          const { name, namespace = '' } = service.metadata ?? {};
          const known = snapshot.index.wasRead('endpointSlices', namespace);
          const count = (slices.get(keyOf(service)) ?? []).flatMap(
            slice => slice.endpoints ?? [],
          ).length;
          const object = snapshot.index.ref('Service', service.metadata);
          return {
            rule: serviceWithoutReadyEndpoints.id,
            title: `Service ${name} has no ready endpoint: none of its ${pods.length} pods is ready`,
            severity: 'critical' as const,
            object,
            onset,
            affects: [workload.ref],
            evidence: [
              quoteObject(object, 'api/v1/services', {
                title: known
                  ? `Endpoints of Service ${name}: ${count}, none ready`
                  : `No pod of Service ${name} is ready; its endpoints could not be listed`,
                at: onset,
              }),
            ],
          };
        });
    });
  },
};

function slicesByService({ index }: Snapshot): Map<string, V1EndpointSlice[]> {
  const found = new Map<string, V1EndpointSlice[]>();
  for (const slice of index.facts.endpointSlices) {
    const service = slice.metadata?.labels?.['kubernetes.io/service-name'];
    const key = `${slice.metadata?.namespace}/${service}`;
    put(found, key, slice);
  }
  return found;
}

function keyOf({ metadata }: V1Service): string {
  return `${metadata?.namespace}/${metadata?.name}`;
}

function readyCount(slices: V1EndpointSlice[] | undefined): number {
  return (slices ?? [])
    .flatMap(slice => slice.endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false).length;
}
