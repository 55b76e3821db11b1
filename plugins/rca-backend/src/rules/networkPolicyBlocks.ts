import { V1NetworkPolicy } from '@kubernetes/client-node';
import { ServiceEdge } from '../engine/ServiceGraph';
import { instantOf } from '../lib/time';
import { blockingPolicies } from './networkPolicies';
import { citeMetric } from './metricSignals';
import { quoteObject } from './quote';
import { Rule, RuleEvidence, RuleFinding, Snapshot } from './types';

/**
 * A NetworkPolicy forbids a call that is made. That one forbids what nobody
 * does is what policies are for, so it takes failing calls to say so.
 * @internal
 */
export const networkPolicyBlocks: Rule = {
  id: 'network-policy-blocks',
  evaluate: snapshot =>
    snapshot.graph.edges.flatMap(edge => {
      const { from, to } = edge;
      if (!from.workload || !to.workload) {
        return [];
      }
      const proof = failuresOf(snapshot, edge);
      if (proof.length === 0) {
        return [];
      }
      const policies = blockingPolicies(
        snapshot.index,
        from.workload,
        to.workload,
      );
      return policies.length ? [describe(snapshot, edge, policies, proof)] : [];
    }),
};

/** What speaks for calls on this edge that do not get through. */
function failuresOf({ logs }: Snapshot, edge: ServiceEdge): RuleEvidence[] {
  const { from, to, observed } = edge;
  const lines = (logs?.signals ?? []).filter(
    ({ kind, service, namespace, peer, significant }) =>
      (kind === 'timeout' || kind === 'connection-refused') &&
      service === from.name &&
      namespace === from.namespace &&
      peer === to.name &&
      significant,
  );
  return [
    ...lines.map(({ evidence }) => ({ source: 'logs', index: evidence })),
    ...(observed?.anomalous ? citeMetric(observed.errorRatio) : []),
  ];
}

function describe(
  { index }: Snapshot,
  { from, to, observed }: ServiceEdge,
  policies: V1NetworkPolicy[],
  proof: RuleEvidence[],
): RuleFinding {
  const names = policies.map(({ metadata }) => metadata?.name).join(', ');
  const [policy] = policies;
  const namespace = policy.metadata?.namespace;
  return {
    rule: networkPolicyBlocks.id,
    title: `NetworkPolicy ${names} in ${namespace} forbids calls from ${from.name} to ${to.name}`,
    severity: 'critical',
    object: index.ref('NetworkPolicy', policy.metadata),
    onset: observed?.onset ?? instantOf(policy.metadata?.creationTimestamp),
    affects: [to.workload!.ref],
    evidence: [
      ...policies.slice(0, 3).map(item =>
        quoteObject(
          index.ref('NetworkPolicy', item.metadata),
          'apis/networking.k8s.io/v1/networkpolicies',
          {
            title: `NetworkPolicy ${item.metadata?.name}`,
            excerpt: JSON.stringify(item.spec),
          },
        ),
      ),
      ...proof,
    ],
    cause: {
      category: 'network-policy',
      weight: 0.94,
      selfSufficient: true,
      statement: `Calls from ${from.name} to ${to.name} do not get through because NetworkPolicy ${names} of ${namespace} does not allow them.`,
      confirmBy: `Add ${from.name} to what NetworkPolicy ${names} allows, or ask who wrote it.`,
    },
  };
}
