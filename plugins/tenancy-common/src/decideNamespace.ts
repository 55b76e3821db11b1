import { scopeHasNamespace } from './accessScope';
import { isNamespaceName } from './groupRefs';
import {
  AccessSource,
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
  /** Entity ref of the owning group; absent when the source's value is no group. */
  group?: string;
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
 * What the trusted sources say together.
 * @public
 */
export type Ownership =
  | { state: 'owned'; owner: string; source: Exclude<AccessSource, 'shared'> }
  | { state: 'unowned' }
  /** Sources name different owners. */
  | { state: 'conflict' }
  /** A source holds something that is no group. */
  | { state: 'invalid' };

/**
 * Reads the owner out of the claims: every one of them must name the same group.
 * @public
 */
export function ownershipOf(claims: readonly OwnershipClaim[]): Ownership {
  if (claims.length === 0) return { state: 'unowned' };
  if (claims.some(claim => claim.group === undefined)) {
    return { state: 'invalid' };
  }
  const owner = claims[0].group!;
  if (claims.some(claim => claim.group !== owner)) return { state: 'conflict' };
  const source = claims[0].source;
  return {
    state: 'owned',
    owner,
    source: claims.every(claim => claim.source === source) ? source : 'both',
  };
}

/**
 * Who asks: only people have a place in it.
 * @public
 */
export type CallerKnowledge =
  | {
      type: 'user';
      ownershipEntityRefs: readonly string[];
      /** The caller is a key for machines, which may read these at most. */
      within?: readonly NamespaceRef[];
    }
  /** A user whose groups could not be looked up. */
  | { type: 'unresolved-user' }
  | { type: 'other' };

/**
 * The ownership decision: pure, and independent of the order of its inputs.
 *
 * @remarks
 * The checks go from "cannot tell" to "may not", so that the first reason is the
 * most basic one. Names are compared whole: no prefix of a namespace or of a
 * group ever counts. Claims that disagree, or that name no group, deny everybody,
 * the platform group included and shared or not, because somebody has to mend the
 * sources first. So one more claim can take a namespace away from everybody, but
 * it never opens one that somebody else owns.
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
  // Before anything about the namespace, so that the answer tells nothing about it.
  if (caller.within && !scopeHasNamespace(caller.within, namespace)) {
    return deny(denialReasons.outOfScope);
  }
  if (knowledge.state === 'unknown-cluster') {
    return deny(denialReasons.unknownCluster);
  }
  if (knowledge.state === 'unavailable') {
    return deny(denialReasons.indexUnavailable);
  }
  if (knowledge.state === 'absent') return deny(denialReasons.unknownNamespace);

  const ownership = ownershipOf(knowledge.claims);
  if (ownership.state === 'invalid') {
    return deny(denialReasons.ownershipInvalid);
  }
  if (ownership.state === 'conflict') {
    return deny(denialReasons.ownershipConflict);
  }

  const held = new Set(caller.ownershipEntityRefs);
  const source =
    ownership.state === 'owned' ? ownership.source : ('shared' as const);
  if (ownership.state === 'owned' && held.has(ownership.owner)) {
    return {
      result: 'allow',
      grant: { ...namespace, access: 'owner', via: ownership.owner, source },
    };
  }
  if (ownership.state === 'owned' || knowledge.shared) {
    const platformGroup = [...platformGroups].sort().find(g => held.has(g));
    if (platformGroup) {
      return {
        result: 'allow',
        grant: { ...namespace, access: 'platform', via: platformGroup, source },
      };
    }
  }
  if (knowledge.shared) {
    return {
      result: 'allow',
      grant: { ...namespace, access: 'shared', source: 'shared' },
    };
  }
  return deny(
    ownership.state === 'owned'
      ? denialReasons.notOwner
      : denialReasons.unowned,
  );
}
