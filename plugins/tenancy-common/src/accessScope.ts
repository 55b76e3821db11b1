import { isGroupName, isNamespaceName } from './groupRefs';
import { NamespaceRef } from './types';

/** Catalog namespace of the principals of access keys; no person is in it. @public */
export const ACCESS_KEY_NAMESPACE = 'access-key';

const PRINCIPAL_PREFIX = `user:${ACCESS_KEY_NAMESPACE}/`;
const OWNER_PREFIX = 'access-key-owner:';
const PERMISSION_PREFIX = 'access-key-permission:default/';
const NAMESPACE_PREFIX = 'access-key-namespace:';

/** Names of clusters that a claim can spell. */
const CLUSTER = /^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?$/;
const PERMISSION = /^[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?$/;

/**
 * What an access key may do: these actions, in these namespaces, as far as its
 * owner may.
 * @public
 */
export type AccessScope = {
  /** Entity ref of the group that owns the key. */
  owner: string;
  /** Names of permissions. */
  permissions: readonly string[];
  namespaces: readonly NamespaceRef[];
};

/** Tells whether a user entity ref is that of an access key. @public */
export function isAccessKeyRef(userEntityRef: string): boolean {
  return userEntityRef.startsWith(PRINCIPAL_PREFIX);
}

/** The principal of an access key. @public */
export function toAccessKeyRef(id: string): string {
  return `${PRINCIPAL_PREFIX}${id}`;
}

/**
 * Writes a scope as ownership claims, which the portal keeps for each principal.
 *
 * @remarks
 * The owner is NOT written as a group: whatever asks for the groups of a caller
 * without knowing of scopes sees a caller in no group, and denies.
 *
 * @throws Error when a part cannot be written so that it reads back the same.
 * @public
 */
export function toScopeClaims(scope: AccessScope): string[] {
  const claims = [
    `${OWNER_PREFIX}${scope.owner.replace(/^group:/, '')}`,
    ...scope.permissions.map(name => `${PERMISSION_PREFIX}${name}`),
    ...scope.namespaces.map(
      ({ cluster, namespace }) => `${NAMESPACE_PREFIX}${cluster}/${namespace}`,
    ),
  ];
  const read = readAccessScope(claims);
  if (!read || JSON.stringify(read) !== JSON.stringify(pick(scope))) {
    throw new Error('The scope holds names that cannot be claims');
  }
  return claims;
}

/**
 * Reads the scope of an access key from its ownership claims.
 *
 * @returns undefined when there is no owner, two of them, or anything that is no
 * part of a scope; the caller may then do nothing.
 * @public
 */
export function readAccessScope(
  claims: readonly string[],
): AccessScope | undefined {
  const owners: string[] = [];
  const permissions: string[] = [];
  const namespaces: NamespaceRef[] = [];
  for (const claim of claims) {
    if (isAccessKeyRef(claim)) continue;
    const [, prefix, first, second] =
      /^([a-z-]+:)([^/:]+)\/([^/:]+)$/.exec(claim) ?? [];
    if (
      prefix === OWNER_PREFIX &&
      isNamespaceName(first) &&
      isGroupName(second)
    ) {
      owners.push(`group:${first}/${second}`);
    } else if (
      `${prefix}${first}/` === PERMISSION_PREFIX &&
      PERMISSION.test(second)
    ) {
      permissions.push(second);
    } else if (
      prefix === NAMESPACE_PREFIX &&
      CLUSTER.test(first) &&
      isNamespaceName(second)
    ) {
      namespaces.push({ cluster: first, namespace: second });
    } else {
      return undefined;
    }
  }
  return owners.length === 1
    ? { owner: owners[0], permissions, namespaces }
    : undefined;
}

/** Tells whether a namespace is one of a scope's. @public */
export function scopeHasNamespace(
  namespaces: readonly NamespaceRef[],
  { cluster, namespace }: NamespaceRef,
): boolean {
  return namespaces.some(
    entry => entry.cluster === cluster && entry.namespace === namespace,
  );
}

/**
 * Who a caller counts as, and what bounds them: a person as what their sign-in
 * says, a key for machines as its owner within its scope.
 *
 * @returns undefined for a key whose scope cannot be read, e.g. because it was
 * revoked: it may do nothing.
 * @public
 */
export function readCaller(info: {
  userEntityRef: string;
  ownershipEntityRefs: readonly string[];
}): { ownershipEntityRefs: string[]; scope?: AccessScope } | undefined {
  const { userEntityRef, ownershipEntityRefs } = info;
  if (!isAccessKeyRef(userEntityRef)) {
    return { ownershipEntityRefs: [...ownershipEntityRefs] };
  }
  const scope = readAccessScope(ownershipEntityRefs);
  return scope && { ownershipEntityRefs: [userEntityRef, scope.owner], scope };
}

function pick({ owner, permissions, namespaces }: AccessScope): AccessScope {
  return {
    owner,
    permissions,
    namespaces: namespaces.map(({ cluster, namespace }) => ({
      cluster,
      namespace,
    })),
  };
}
