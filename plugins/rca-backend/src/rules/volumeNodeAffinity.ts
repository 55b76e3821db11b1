import { conditionOf } from '../lib/kubernetes';
import { quoteObject, quotePod } from './quote';
import { stuckPodRule } from './stuckPods';

const CONFLICT = /(\d+) node\(s\) had volume node affinity conflict/;
const BINDING =
  /(\d+) node\(s\) didn't find available persistent volumes to bind/;

/** The nodes that may mount a pod's volume are not those that could take the pod. @internal */
export const volumeNodeAffinity = stuckPodRule({
  id: 'volume-node-affinity',
  look({ index }, pod) {
    const { status, reason, message } =
      conditionOf(pod.status?.conditions, 'PodScheduled') ?? {};
    const match =
      status === 'False' && reason === 'Unschedulable'
        ? CONFLICT.exec(message ?? '') ?? BINDING.exec(message ?? '')
        : null;
    if (!match) {
      return undefined;
    }
    const claims = (pod.spec?.volumes ?? [])
      .map(volume => volume.persistentVolumeClaim?.claimName)
      .filter(claim => claim !== undefined)
      .sort();
    return {
      text: `${claims.join(', ') || 'its volume'}: ${match[0]}`,
      evidence: [
        quotePod(index, pod, {
          title: `Pod ${pod.metadata?.name} is where its volume cannot be`,
          excerpt: message ?? '',
        }),
        ...index.facts.volumeClaims
          .filter(
            ({ metadata }) =>
              metadata?.namespace === pod.metadata?.namespace &&
              claims.includes(metadata?.name ?? ''),
          )
          .slice(0, 2)
          .map(claim =>
            quoteObject(
              index.ref('PersistentVolumeClaim', claim.metadata),
              'api/v1/persistentvolumeclaims',
              {
                title: `PersistentVolumeClaim ${claim.metadata?.name}`,
                excerpt: JSON.stringify({
                  phase: claim.status?.phase,
                  volume: claim.spec?.volumeName,
                  storageClass: claim.spec?.storageClassName,
                }),
              },
            ),
          ),
      ],
    };
  },
  say: ({ name, who, text }) => ({
    title: `The volume of ${who} of ${name} is bound to other nodes (${text})`,
    cause: {
      category: 'storage',
      weight: 0.97,
      selfSufficient: true,
      statement: `Pods of ${name} find no node because their volume is bound to nodes that have no room or are gone (${text}).`,
      confirmBy: `Compare the zone of the volume with the nodes that are ready there.`,
    },
  }),
});
