import { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError, toError } from '@backstage/errors';
import {
  ACCESS_KEY_NAMESPACE,
  assignUserNamespaces,
  IdentitySource,
} from '@internal/plugin-tenancy-common';

/** Providers that are configured once, without environments. */
const FLAT_PROVIDERS = ['saml', 'ldap', 'accessKeys'];

/**
 * Checks that no two configured providers can issue the same user, and answers
 * the namespace of each: by provider, or `<provider>.<environment>`.
 *
 * @remarks
 * Every module that registers a provider calls it at start, also for the
 * providers that are not its own: a portal in which two people could become one
 * does not start.
 *
 * @throws InputError with the rule that is broken.
 * @public
 */
export function readUserNamespaces(
  config: RootConfigService,
): ReadonlyMap<string, string> {
  const providers = config.getOptionalConfig('auth.providers');
  const sources: IdentitySource[] = [];
  for (const provider of providers?.keys() ?? []) {
    // Also when it is empty, e.g. `guest: {}`.
    if (FLAT_PROVIDERS.includes(provider)) {
      sources.push({
        provider,
        label: provider,
        userNamespace:
          provider === 'accessKeys'
            ? ACCESS_KEY_NAMESPACE
            : providers!.getOptionalString(`${provider}.userNamespace`),
      });
      continue;
    }
    const environments = providers!.getConfig(provider).keys();
    for (const environment of environments.length ? environments : ['']) {
      const label = [provider, environment].filter(Boolean).join('.');
      sources.push({
        provider,
        label,
        userNamespace: environment
          ? readOptional(providers!.getConfig(provider), environment)
          : undefined,
      });
    }
  }
  // Nobody but an access key is an access key, also while there are none.
  if (!sources.some(({ provider }) => provider === 'accessKeys')) {
    sources.push({
      provider: 'accessKeys',
      label: 'accessKeys',
      userNamespace: ACCESS_KEY_NAMESPACE,
    });
  }
  try {
    return assignUserNamespaces(sources);
  } catch (error) {
    throw new InputError(toError(error).message);
  }
}

function readOptional(
  provider: ReturnType<RootConfigService['getConfig']>,
  environment: string,
): string | undefined {
  return provider
    .getOptionalConfig(environment)
    ?.getOptionalString('userNamespace');
}
