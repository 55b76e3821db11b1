/**
 * Ids that can be the name of a user entity as they are. Upper case is refused,
 * because entity refs are compared in lower case and two people would be one.
 */
const USER_NAME = /^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?$/;

/** Catalog namespace that users live in unless it is said otherwise. @public */
export const DEFAULT_USER_NAMESPACE = 'default';

/**
 * Tells whether an identity provider's id can be the name of a user: lower case
 * ASCII letters, digits, `-`, `_` and `.`, at most 63 of them, with a letter or
 * digit at both ends, and no `..`. Sign-in and catalog both ask here, so that
 * one person is one entity.
 * @public
 */
export function isUserName(id: unknown): id is string {
  return typeof id === 'string' && USER_NAME.test(id) && !id.includes('..');
}

/**
 * The entity ref of the user with this id.
 *
 * @returns undefined when the id cannot be a name; it is never repaired.
 * @public
 */
export function toUserRef(
  id: unknown,
  options?: { userNamespace?: string },
): string | undefined {
  return isUserName(id)
    ? `user:${options?.userNamespace ?? DEFAULT_USER_NAMESPACE}/${id}`
    : undefined;
}
