/**
 * Longest group name: that of a Kubernetes label value and of a Backstage entity name.
 */
const MAX_GROUP_NAME_LENGTH = 63;

/**
 * Group names are what the Backstage catalog and Kubernetes labels both accept,
 * in lower case and ASCII only. Entity refs are compared in lower case, so a
 * name with upper case letters would silently equal another one.
 */
const GROUP_NAME = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/;

/** Namespaces of the catalog and of Kubernetes are DNS labels. */
const DNS_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Namespace of the catalog that groups live in unless it is said otherwise. @public */
export const DEFAULT_GROUP_NAMESPACE = 'default';

/**
 * Tells whether a text can be the name of a Kubernetes namespace.
 * @public
 */
export function isNamespaceName(name: unknown): name is string {
  return typeof name === 'string' && DNS_LABEL.test(name);
}

/**
 * Tells whether a text can be the name of a group: lower case ASCII letters,
 * digits, `-`, `_` and `.`, at most 63 of them, with a letter or digit at both
 * ends, and no `..`.
 * @public
 */
export function isGroupName(name: unknown): name is string {
  return (
    typeof name === 'string' &&
    name.length <= MAX_GROUP_NAME_LENGTH &&
    GROUP_NAME.test(name) &&
    !name.includes('..')
  );
}

/**
 * Reads a group from a trusted source: a plain name or `group:<namespace>/<name>`.
 *
 * @returns the entity ref, or undefined when the text is neither. A text that is
 * nearly right is never repaired: a repaired owner is a guessed owner.
 * @public
 */
export function toGroupRef(
  text: string,
  options?: { defaultNamespace?: string },
): string | undefined {
  const full = /^group:([^/:]+)\/([^/:]+)$/.exec(text);
  const namespace =
    full?.[1] ?? options?.defaultNamespace ?? DEFAULT_GROUP_NAMESPACE;
  const name = full?.[2] ?? text;
  return isNamespaceName(namespace) && isGroupName(name)
    ? `group:${namespace}/${name}`
    : undefined;
}
