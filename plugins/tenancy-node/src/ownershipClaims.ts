import {
  NamespaceKnowledge,
  NamespaceRef,
  OwnershipClaim,
  toGroupRef,
} from '@internal/plugin-tenancy-common';
import { OwnershipRule, TenancyConfig } from './config';
import { NamespaceLookup } from './NamespaceIndexService';

/**
 * Collects what the trusted sources say about a namespace, for `decideNamespace`.
 *
 * @remarks
 * A rule with the whole name is stronger than rules with a `*`. Several matching
 * rules that name different groups all count, so that the decision sees the
 * conflict: the longest beginning does NOT win, because with `team-a-*` and
 * `team-a-b-*` it is the platform that has to say whose `team-a-b-x` is. A label
 * whose value is no group name is a claim of nobody.
 */
export function knowledgeOf(
  namespace: NamespaceRef,
  lookup: NamespaceLookup,
  config: TenancyConfig,
): NamespaceKnowledge {
  if (lookup.state !== 'present') return lookup;
  const claims: OwnershipClaim[] = [];
  if (config.sources.includes('label')) {
    const group = toGroupRef(lookup.labels[config.ownershipLabel] ?? '', {
      defaultNamespace: config.groupNamespace,
    });
    if (group) claims.push({ source: 'label', group });
  }
  if (config.sources.includes('config')) {
    for (const rule of matchingRules(namespace, config.rules)) {
      claims.push({ source: 'config', group: rule.group });
    }
  }
  return {
    state: 'present',
    claims,
    shared: config.sharedNamespaces.some(
      shared =>
        shared.namespace === namespace.namespace &&
        (shared.cluster ?? namespace.cluster) === namespace.cluster,
    ),
  };
}

function matchingRules(
  { cluster, namespace }: NamespaceRef,
  rules: OwnershipRule[],
): OwnershipRule[] {
  const here = rules.filter(rule => (rule.cluster ?? cluster) === cluster);
  const exact = here.filter(rule => rule.namespace === namespace);
  if (exact.length) return exact;
  return here.filter(
    rule =>
      rule.namespace.endsWith('*') &&
      namespace.startsWith(rule.namespace.slice(0, -1)),
  );
}
