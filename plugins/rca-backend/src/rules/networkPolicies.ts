import {
  V1LabelSelector,
  V1NetworkPolicy,
  V1NetworkPolicyPeer,
  V1NetworkPolicyPort,
} from '@kubernetes/client-node';
import { ClusterIndex, Workload } from '../engine/ClusterIndex';

/**
 * The policies that together forbid calls between two workloads; none when they
 * are allowed, or when it cannot be told.
 *
 * @remarks
 * Policies add up: a pod that any policy of a direction selects takes, in that
 * direction, what at least one of them allows. What cannot be judged from here
 * (labels of namespaces, blocks of addresses) counts as allowed, so that nothing
 * is blamed on a guess.
 *
 * @internal
 */
export function blockingPolicies(
  index: ClusterIndex,
  from: Workload,
  to: Workload,
): V1NetworkPolicy[] {
  const ports = (to.template.spec?.containers ?? []).flatMap(container =>
    (container.ports ?? []).map(({ name, containerPort }) => ({
      name,
      number: containerPort,
    })),
  );
  return (
    forbidding(index, to, 'Ingress', policy =>
      (policy.spec?.ingress ?? []).some(
        rule =>
          allowsPorts(rule.ports, ports) &&
          allowsPeer(rule._from, from, to.ref.namespace),
      ),
    ) ??
    forbidding(index, from, 'Egress', policy =>
      (policy.spec?.egress ?? []).some(
        rule =>
          allowsPorts(rule.ports, ports) &&
          allowsPeer(rule.to, to, from.ref.namespace),
      ),
    ) ??
    []
  );
}

function forbidding(
  index: ClusterIndex,
  workload: Workload,
  direction: 'Ingress' | 'Egress',
  allows: (policy: V1NetworkPolicy) => boolean,
): V1NetworkPolicy[] | undefined {
  const { namespace } = workload.ref;
  const policies = index.facts.networkPolicies
    .filter(
      ({ metadata, spec }) =>
        metadata?.namespace === namespace &&
        directionsOf(spec).includes(direction) &&
        matches(spec?.podSelector, workload.template.metadata?.labels),
    )
    .sort((a, b) =>
      (a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1,
    );
  const blocked =
    policies.length > 0 &&
    index.wasRead('networkPolicies', namespace) &&
    !policies.some(allows);
  return blocked ? policies : undefined;
}

/** Without a list, Ingress always and Egress when there are rules for it. */
function directionsOf(spec: V1NetworkPolicy['spec']): string[] {
  return spec?.policyTypes ?? ['Ingress', ...(spec?.egress ? ['Egress'] : [])];
}

function allowsPorts(
  allowed: V1NetworkPolicyPort[] | undefined,
  ports: Array<{ name?: string; number: number }>,
): boolean {
  return (
    !allowed?.length ||
    ports.length === 0 ||
    allowed.some(
      ({ port, endPort }) =>
        port === undefined ||
        ports.some(({ name, number }) =>
          typeof port === 'string' && !/^\d+$/.test(port)
            ? name === port
            : number >= Number(port) && number <= (endPort ?? Number(port)),
        ),
    )
  );
}

function allowsPeer(
  peers: V1NetworkPolicyPeer[] | undefined,
  other: Workload,
  policyNamespace: string,
): boolean {
  return (
    !peers?.length ||
    peers.some(peer => {
      if (peer.ipBlock) {
        return true;
      }
      const sameNamespace = peer.namespaceSelector
        ? selectsNamespace(peer.namespaceSelector, other.ref.namespace)
        : other.ref.namespace === policyNamespace;
      return (
        sameNamespace &&
        (!peer.podSelector ||
          matches(peer.podSelector, other.template.metadata?.labels))
      );
    })
  );
}

const NAME_LABEL = 'kubernetes.io/metadata.name';

/** Only the label that every namespace has is known here; of others it is assumed that they match. */
function selectsNamespace(
  { matchLabels, matchExpressions }: V1LabelSelector,
  namespace: string,
): boolean {
  const name = matchLabels?.[NAME_LABEL];
  const listed = matchExpressions?.find(
    ({ key, operator }) => key === NAME_LABEL && operator === 'In',
  );
  return (
    (name === undefined || name === namespace) &&
    (listed === undefined || (listed.values ?? []).includes(namespace))
  );
}

/** An empty selector selects everything, unlike that of a Service. */
function matches(
  selector: V1LabelSelector | undefined,
  labels: Record<string, string> = {},
): boolean {
  return (
    Object.entries(selector?.matchLabels ?? {}).every(
      ([key, value]) => labels[key] === value,
    ) &&
    (selector?.matchExpressions ?? []).every(
      ({ key, operator, values = [] }) => {
        const has = Object.hasOwn(labels, key);
        switch (operator) {
          case 'In':
            return has && values.includes(labels[key]);
          case 'NotIn':
            return !has || !values.includes(labels[key]);
          case 'Exists':
            return has;
          default:
            return !has;
        }
      },
    )
  );
}
