import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { readUserNamespaces } from '@internal/plugin-sign-in-node';
import { readZitadelConfig, ZitadelConfig } from './config';

/** Below this, the secret that seals sessions could be guessed. */
const MIN_SESSION_SECRET_LENGTH = 32;
/** A portal token cannot be revoked, so no role outlives its removal for longer. */
const MAX_TOKEN_EXPIRATION_MS = 3_600_000;

/** Everything that sign-in takes from the configuration. */
export type SignInConfig = {
  /** By name of the environment. */
  environments: Map<string, ZitadelConfig>;
  sessionSecret: string;
};

/**
 * Reads and checks all of it at start. The stock plugin would go on without a
 * session secret, and in development without a provider that is misconfigured,
 * and people would be the first to notice.
 *
 * @returns undefined when the provider is not configured at all.
 */
export function readSignInConfig(rootConfig: Config): SignInConfig | undefined {
  const provider = rootConfig.getOptionalConfig('auth.providers.zitadel');
  if (!provider) return undefined;

  const sessionSecret =
    rootConfig.getOptionalString('auth.session.secret') ?? '';
  if (sessionSecret.length < MIN_SESSION_SECRET_LENGTH) {
    throw new InputError(
      `auth.session.secret ${
        sessionSecret ? 'is too short' : 'is missing'
      }; it must be at least ${MIN_SESSION_SECRET_LENGTH} random characters, the same for every replica (set AUTH_SESSION_SECRET, e.g. to the output of: openssl rand -base64 48)`,
    );
  }
  const key = 'auth.backstageTokenExpiration';
  if (
    rootConfig.has(key) &&
    durationToMilliseconds(readDurationFromConfig(rootConfig, { key })) >
      MAX_TOKEN_EXPIRATION_MS
  ) {
    throw new InputError(
      `${key} is longer than an hour; portal tokens cannot be revoked, and a role that was taken away counts until they end`,
    );
  }
  const environments = new Map(
    provider
      .keys()
      .map(name => [name, readZitadelConfig(name, provider.getConfig(name))]),
  );
  // No other way in may issue the users of this one.
  readUserNamespaces(rootConfig);
  return { environments, sessionSecret };
}
