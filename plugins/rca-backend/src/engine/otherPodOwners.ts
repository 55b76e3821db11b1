import { V1Job, V1Pod } from '@kubernetes/client-node';
import { KubernetesFacts } from '../collectors/kubernetes';
import { conditionOf } from '../lib/kubernetes';
import { ownerOf, ownerUid, toWorkload, Workload } from './Workload';

/**
 * Whom the pods belong to that no workload made: a Job, something of a kind that
 * is not read here (an Argo Rollout, an operator's own), or a pod by itself. Their
 * pods can be as stuck as any. Those of a Job that is done are history.
 * @internal
 */
export function otherPodOwners(
  cluster: string,
  facts: KubernetesFacts,
  pods: readonly V1Pod[],
): Map<Workload, V1Pod[]> {
  const jobs = byUid(facts.jobs);
  const replicaSets = byUid(facts.replicaSets);
  const found = new Map<string, { owner: Workload; pods: V1Pod[] }>();
  for (const pod of pods) {
    const job = jobs.get(ownerUid(pod.metadata) ?? '');
    if (job && isComplete(job)) {
      continue;
    }
    const set = replicaSets.get(ownerUid(pod.metadata) ?? '');
    const made = ownerOf(set?.metadata) ?? ownerOf(pod.metadata);
    const { namespace, name } = pod.metadata ?? {};
    const kind = made?.kind ?? 'Pod';
    const key = `${namespace}/${kind}/${made?.name ?? name}`;
    const known = found.get(key);
    if (known) {
      known.pods.push(pod);
      continue;
    }
    const object = job ?? {
      metadata: { namespace, name: made?.name ?? name, uid: made?.uid },
    };
    found.set(key, {
      owner: toWorkload(cluster, kind, made ? object : pod, {
        metadata: pod.metadata,
        spec: pod.spec,
      }),
      pods: [pod],
    });
  }
  return new Map([...found.values()].map(item => [item.owner, item.pods]));
}

function byUid<T extends { metadata?: { uid?: string } }>(
  objects: readonly T[],
): Map<string, T> {
  return new Map(
    objects.flatMap(object =>
      object.metadata?.uid ? [[object.metadata.uid, object]] : [],
    ),
  );
}

function isComplete({ status }: V1Job): boolean {
  return conditionOf(status?.conditions, 'Complete')?.status === 'True';
}
