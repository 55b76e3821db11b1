import { ObjectRef } from '@internal/plugin-rca-common';
import { V1Pod } from '@kubernetes/client-node';
import { conditionOf, eventFirstInstant } from '../lib/kubernetes';
import { put } from '../lib/put';
import { earliest, instantOf } from '../lib/time';
import { isNodeReady, workloadsOfPods } from './nodes';
import { MAX_QUOTES, plural, quoteEvent, quotePod } from './quote';
import { Rule, RuleFinding, Snapshot } from './types';

/** A node fell silent or broke, and pods of these namespaces were on it. @internal */
export const nodeNotReady: Rule = {
  id: 'node-not-ready',
  evaluate(snapshot) {
    const { index } = snapshot;
    const byNode = new Map<string, V1Pod[]>();
    for (const pod of index.facts.pods) {
      const node = pod.spec?.nodeName;
      if (node && isNodeReady(index, pod) === false) {
        put(byNode, node, pod);
      }
    }
    return [...byNode]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([node, pods]) => describe(snapshot, node, pods));
  },
};

function describe(
  snapshot: Snapshot,
  name: string,
  pods: V1Pod[],
): RuleFinding {
  const { index } = snapshot;
  const node = index.node(name);
  const ready = conditionOf(node?.status?.conditions, 'Ready');
  const object: ObjectRef = { cluster: index.cluster, kind: 'Node', name };
  const events = pods
    .flatMap(pod => index.eventsOf('Pod', pod.metadata))
    .filter(
      event =>
        event.reason === 'NodeNotReady' ||
        event.reason === 'TaintManagerEviction',
    );
  const onset = earliest(
    instantOf(ready?.lastTransitionTime),
    ...events.map(eventFirstInstant),
    ...pods.map(pod =>
      instantOf(
        conditionOf(pod.status?.conditions, 'Ready')?.lastTransitionTime,
      ),
    ),
  );
  const affects = workloadsOfPods(index, pods);
  const who = `${plural(pods.length, 'pod')} of ${affects
    .map(ref => ref.name)
    .join(', ')}`;
  return {
    rule: nodeNotReady.id,
    title: `Node ${name} is not ready; ${who} ${
      pods.length === 1 ? 'was' : 'were'
    } on it`,
    severity: 'critical',
    object,
    onset,
    affects,
    evidence: [
      ...(node && ready
        ? [
            {
              source: 'kubernetes',
              title: `Node ${name}: Ready is ${ready.status}, ${ready.reason}`,
              object,
              at: instantOf(ready.lastTransitionTime),
              query: `/api/v1/nodes/${name}`,
              excerpt: ready.message,
            },
          ]
        : []),
      ...pods.slice(0, MAX_QUOTES).map(pod =>
        quotePod(index, pod, {
          title: `Pod ${pod.metadata?.name} on ${name} is no longer ready although its containers were`,
          excerpt: JSON.stringify(
            conditionOf(pod.status?.conditions, 'Ready') ?? {},
          ),
          at: instantOf(
            conditionOf(pod.status?.conditions, 'Ready')?.lastTransitionTime,
          ),
        }),
      ),
      ...events.slice(0, MAX_QUOTES).map(event => quoteEvent(index, event)),
    ],
    cause: {
      category: 'node-failure',
      weight: node ? 0.95 : 0.88,
      selfSufficient: true,
      statement: `Node ${name} is not ready, and with it ${who}.`,
      confirmBy: node
        ? `Ask the platform team for the kubelet of ${name}.`
        : `Ask the platform team whether ${name} is ready; the portal may not read nodes for you.`,
    },
  };
}
