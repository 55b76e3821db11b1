import { isNamespaceName } from './groupRefs';
import {
  DenialReason,
  NamespaceDecision,
  NamespaceRef,
  denialReasons,
} from './types';

/**
 * A statement of a trusted source that a group owns a namespace.
 * @public
 */
export type OwnershipClaim = {
  /** `label`: written by the platform on the namespace. `config`: in the portal's own configuration. */
  source: 'label' | 'config';
  /** Entity ref of the owning group. */
  group: string;
};

/**
 * What is known about a namespace at the moment of a decision.
 * @public
 */
export type NamespaceKnowledge =
  | { state: 'unknown-cluster' }
  /** The index is too old to be trusted. */
  | { state: 'unavailable' }
  /** The index is fresh and the cluster has no such namespace. */
  | { state: 'absent' }
  | { state: 'present'; claims: readonly OwnershipClaim[]; shared: boolean };

/**
 * Who asks: only people have a place in it.
 * @public
 */
export type CallerKnowledge =
  | { type: 'user'; ownershipEntityRefs: readonly string[] }
  /** A user whose groups could not be looked up. */
  | { type: 'unresolved-user' }
  | { type: 'other' };

/**
 * The ownership decision: pure, and independent of the order of its inputs.
 *
 * @remarks
 * The checks go from "cannot tell" to "may not", so that the first reason is the
 * most basic one. Names are compared whole: no prefix of a namespace or of a
 * group ever counts. Claims that disagree deny everybody, the platform group
 * included, because somebody has to mend the sources first; for the same reason
 * more claims can take access away from others but never from nobody to somebody
 * else's namespace.
 *
 * @public
 */
export function decideNamespace(options: {
  namespace: NamespaceRef;
  caller: CallerKnowledge;
  knowledge: NamespaceKnowledge;
  /** Entity refs of groups that may read every owned namespace. */
  platformGroups: readonly string[];
}): NamespaceDecision {
  const { namespace, caller, knowledge, platformGroups } = options;
  const deny = (reason: DenialReason): NamespaceDecision => ({
    result: 'deny',
    namespace,
    reason,
  });

  if (caller.type === 'other') return deny(denialReasons.notAUser);
  if (!isNamespaceName(namespace.namespace)) {
    return deny(denialReasons.invalidNamespace);
  }
  if (caller.type === 'unresolved-user') {
    return deny(denialReasons.identityUnavailable);
  }
  if (knowledge.state === 'unknown-cluster') {
    return deny(denialReasons.unknownCluster);
  }
  if (knowledge.state === 'unavailable') {
    return deny(denialReasons.indexUnavailable);
  }
  if (knowledge.state === 'absent') return deny(denialReasons.unknownNamespace);

  const owners = new Set(knowledge.claims.map(claim => claim.group));
  if (owners.size > 1) return deny(denialReasons.ownershipConflict);

  const [owner] = owners;
  const held = new Set(caller.ownershipEntityRefs);
  if (owner !== undefined && held.has(owner)) {
    return {
      result: 'allow',
      grant: { ...namespace, access: 'owner', via: owner },
    };
  }
  if (owner !== undefined || knowledge.shared) {
    const platformGroup = [...platformGroups].sort().find(g => held.has(g));
    if (platformGroup) {
      return {
        result: 'allow',
        grant: { ...namespace, access: 'platform', via: platformGroup },
      };
    }
  }
  if (knowledge.shared) {
    return { result: 'allow', grant: { ...namespace, access: 'shared' } };
  }
  return deny(
    owner === undefined ? denialReasons.unowned : denialReasons.notOwner,
  );
}
