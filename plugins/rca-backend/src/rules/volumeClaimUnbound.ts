import { CoreV1Event, V1PersistentVolumeClaim } from '@kubernetes/client-node';
import { Workload } from '../engine/ClusterIndex';
import { eventFirstInstant } from '../lib/kubernetes';
import { earliest, instantOf } from '../lib/time';
import { firstLine, quoteEvent, quoteObject } from './quote';
import { Rule, RuleFinding, Snapshot } from './types';

/** Events that say that no volume will come by itself. */
const FAILURES = new Set([
  'ProvisioningFailed',
  'FailedBinding',
  'ClaimMisbound',
]);

/**
 * A claim got no volume, or lost it. One that waits for its first consumer is as
 * it should be; storage classes cannot be read here, so events tell what is wrong.
 * @internal
 */
export const volumeClaimUnbound: Rule = {
  id: 'volume-claim-unbound',
  evaluate: snapshot => {
    const users = usersByClaim(snapshot);
    return snapshot.index.facts.volumeClaims.flatMap(claim => {
      const failure = snapshot.index
        .eventsOf('PersistentVolumeClaim', claim.metadata)
        .findLast(({ reason }) => FAILURES.has(reason ?? ''));
      const phase = claim.status?.phase;
      return phase === 'Lost' || (phase === 'Pending' && failure)
        ? [describe(snapshot, claim, failure, users.get(keyOf(claim)) ?? [])]
        : [];
    });
  },
};

/** Workloads whose pods want a claim, by `namespace/claim`. */
function usersByClaim({ index }: Snapshot): Map<string, Workload[]> {
  const found = new Map<string, Set<Workload>>();
  for (const pod of index.facts.pods) {
    const workload = index.workloadOf(pod);
    for (const { persistentVolumeClaim } of pod.spec?.volumes ?? []) {
      if (workload && persistentVolumeClaim) {
        const key = `${workload.ref.namespace}/${persistentVolumeClaim.claimName}`;
        found.set(key, (found.get(key) ?? new Set()).add(workload));
      }
    }
  }
  return new Map([...found].map(([key, users]) => [key, [...users]]));
}

function keyOf({ metadata }: V1PersistentVolumeClaim): string {
  return `${metadata?.namespace}/${metadata?.name}`;
}

function describe(
  snapshot: Snapshot,
  claim: V1PersistentVolumeClaim,
  failure: CoreV1Event | undefined,
  users: Workload[],
): RuleFinding {
  const { index } = snapshot;
  const { name = '' } = claim.metadata ?? {};
  const lost = claim.status?.phase === 'Lost';
  const why = lost
    ? `its volume ${claim.spec?.volumeName ?? ''} is gone`.replace('  ', ' ')
    : firstLine(failure?.message);
  const used = users.map(({ ref }) => ref.name).join(', ');
  return {
    rule: volumeClaimUnbound.id,
    title: `PersistentVolumeClaim ${name} is ${
      lost ? 'lost' : 'not bound'
    }: ${why}`,
    severity: users.length ? 'critical' : 'info',
    object: index.ref('PersistentVolumeClaim', claim.metadata),
    onset:
      (failure && eventFirstInstant(failure)) ??
      earliest(instantOf(claim.metadata?.creationTimestamp)),
    affects: users.map(({ ref }) => ref),
    evidence: [
      quoteObject(
        index.ref('PersistentVolumeClaim', claim.metadata),
        'api/v1/persistentvolumeclaims',
        {
          title: `PersistentVolumeClaim ${name} is ${claim.status?.phase}`,
          excerpt: JSON.stringify({
            storageClass: claim.spec?.storageClassName,
            volume: claim.spec?.volumeName,
            requests: claim.spec?.resources?.requests,
          }),
        },
      ),
      ...(failure ? [quoteEvent(index, failure)] : []),
    ],
    cause: users.length
      ? {
          category: 'storage',
          weight: 0.96,
          selfSufficient: true,
          statement: `${used} cannot run because PersistentVolumeClaim ${name} has no volume: ${why}.`,
          confirmBy: `Look at the storage class and the volumes behind ${name}.`,
        }
      : undefined,
  };
}
