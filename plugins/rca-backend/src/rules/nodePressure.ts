import { V1NodeCondition, V1Pod } from '@kubernetes/client-node';
import { conditionOf } from '../lib/kubernetes';
import { put } from '../lib/put';
import { instantOf } from '../lib/time';
import { workloadsOfPods } from './nodes';
import { plural, quoteObject } from './quote';
import { Rule } from './types';

/**
 * Conditions that mean harm when they are true. Others come from whatever runs
 * in a cluster and mean what its authors please.
 */
const HARMFUL: Record<string, string> = {
  MemoryPressure: 'is short of memory',
  DiskPressure: 'is short of disk space',
  PIDPressure: 'is short of process ids',
  NetworkUnavailable: 'has no network',
};

/** A node that runs pods of ours is ready and yet in need. @internal */
export const nodePressure: Rule = {
  id: 'node-pressure',
  evaluate: ({ index }) => {
    const pods = new Map<string, V1Pod[]>();
    for (const pod of index.facts.pods) {
      put(pods, pod.spec?.nodeName, pod);
    }
    return (index.facts.nodes ?? []).flatMap(node => {
      const name = node.metadata?.name ?? '';
      const own = pods.get(name) ?? [];
      const conditions = node.status?.conditions;
      const ready = conditionOf(conditions, 'Ready')?.status === 'True';
      if (!ready || own.length === 0) {
        return [];
      }
      return (conditions ?? [])
        .filter(({ type, status }) => type in HARMFUL && status === 'True')
        .sort((a, b) => (a.type < b.type ? -1 : 1))
        .map((condition: V1NodeCondition) => {
          const object = { cluster: index.cluster, kind: 'Node', name };
          const at = instantOf(condition.lastTransitionTime);
          return {
            rule: nodePressure.id,
            title: `Node ${name} ${HARMFUL[condition.type]}; ${plural(
              own.length,
              'pod',
            )} of yours ${own.length === 1 ? 'is' : 'are'} on it`,
            severity: 'info' as const,
            object,
            onset: at,
            affects: workloadsOfPods(index, own),
            evidence: [
              quoteObject(object, 'api/v1/nodes', {
                title: `Node ${name}: ${condition.type} is ${condition.status}, ${condition.reason}`,
                excerpt: condition.message,
                at,
              }),
            ],
          };
        });
    });
  },
};
