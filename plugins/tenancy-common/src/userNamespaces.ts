import { isNamespaceName } from './groupRefs';

/**
 * The catalog namespace that the users of each way in live in, unless it is
 * configured otherwise. ZITADEL is the portal's main way in and has `default`.
 * @public
 */
export const DEFAULT_USER_NAMESPACES: Readonly<Record<string, string>> = {
  zitadel: 'default',
  saml: 'saml',
  ldap: 'ldap',
  microsoft: 'microsoft',
  github: 'github',
  google: 'google',
  accessKeys: 'access-key',
};

/**
 * Somebody who says who people are: a provider, or one environment of it.
 * @public
 */
export type IdentitySource = {
  /** Key below `auth.providers`. */
  provider: string;
  /** For messages: the provider, with its environment where it has several. */
  label: string;
  /** As configured; the default of the provider when undefined. */
  userNamespace?: string;
};

/**
 * Gives each identity source a catalog namespace of its own.
 *
 * @remarks
 * `user:<namespace>/<id>` is then the id of one source, and no two sources can
 * make the same user of different people, whatever ids they hand out. A
 * provider that is not known here is refused: nobody can tell which users it
 * would issue. Two environments of one provider are two sources as well, because
 * both can be signed in at.
 *
 * @returns the namespace of each label.
 * @throws Error with the rule that is broken; nothing is repaired.
 * @public
 */
export function assignUserNamespaces(
  sources: readonly IdentitySource[],
): Map<string, string> {
  const owners = new Map<string, string>();
  const assigned = new Map<string, string>();
  for (const { provider, label, userNamespace } of sources) {
    if (!Object.hasOwn(DEFAULT_USER_NAMESPACES, provider)) {
      throw new Error(
        `auth.providers.${label} is not a provider whose users can be told from those of others; known are ${Object.keys(
          DEFAULT_USER_NAMESPACES,
        ).join(', ')}`,
      );
    }
    const namespace = userNamespace ?? DEFAULT_USER_NAMESPACES[provider];
    if (!isNamespaceName(namespace)) {
      throw new Error(
        `auth.providers.${label} has the userNamespace '${namespace}'; it must be lower case letters, digits and '-'`,
      );
    }
    const other = owners.get(namespace);
    if (other !== undefined) {
      throw new Error(
        `auth.providers.${label} and auth.providers.${other} both issue users of the namespace '${namespace}': two people could become one user; give one of them a userNamespace of its own`,
      );
    }
    owners.set(namespace, label);
    assigned.set(label, namespace);
  }
  return assigned;
}
