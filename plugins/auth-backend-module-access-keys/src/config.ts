import { RootConfigService } from '@backstage/backend-plugin-api';
import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';

const LABEL = 'auth.providers.accessKeys';
const ALLOW_UNRESTRICTED = 'auth.dangerouslyAllowUnrestrictedTokens';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DEFAULT_MAX_PER_OWNER = 20;
const MAX_MAX_PER_OWNER = 1_000;

/** The parsed configuration. */
export type AccessKeyConfig = {
  maxLifetimeMs: number;
  rotationOverlapMs: number;
  maxPerOwner: number;
};

/** Reads `auth.providers.accessKeys`; throws with the rule that a bad value breaks. */
export function readAccessKeyConfig(config: Config): AccessKeyConfig {
  const maxPerOwner =
    config.getOptionalNumber('maxPerOwner') ?? DEFAULT_MAX_PER_OWNER;
  if (
    !Number.isInteger(maxPerOwner) ||
    maxPerOwner < 1 ||
    maxPerOwner > MAX_MAX_PER_OWNER
  ) {
    throw new InputError(
      `${LABEL}.maxPerOwner is ${maxPerOwner}; it must be a whole number from 1 to ${MAX_MAX_PER_OWNER}`,
    );
  }
  return {
    maxPerOwner,
    maxLifetimeMs: readDuration(config, 'maxLifetime', {
      fallback: 90 * DAY_MS,
      min: HOUR_MS,
      max: 366 * DAY_MS,
    }),
    rotationOverlapMs: readDuration(config, 'rotationOverlap', {
      fallback: DAY_MS,
      min: 0,
      max: 7 * DAY_MS,
    }),
  };
}

function readDuration(
  config: Config,
  key: string,
  bounds: { fallback: number; min: number; max: number },
): number {
  if (!config.has(key)) return bounds.fallback;
  const value = durationToMilliseconds(readDurationFromConfig(config, { key }));
  if (!(value >= bounds.min && value <= bounds.max)) {
    throw new InputError(
      `${LABEL}.${key} is ${value} ms; it must be between ${bounds.min} and ${bounds.max} ms`,
    );
  }
  return value;
}

/**
 * Refuses tokens of `backend.auth.externalAccess` that no restriction bounds.
 *
 * @remarks
 * Whoever holds one is a service, and services are not asked by the permission
 * policy: a token without `accessRestrictions` reads the whole catalog, and calls
 * every route that takes services. With them it is refused by every plugin that no
 * restriction names, and by the tenancy service in any case.
 *
 * @throws InputError when there is such a token.
 */
export function requireAccessRestrictions(config: RootConfigService): void {
  // For tests of what such a token reaches.
  if (config.getOptionalBoolean(ALLOW_UNRESTRICTED)) return;
  const entries =
    config.getOptionalConfigArray('backend.auth.externalAccess') ?? [];
  entries.forEach((entry, index) => {
    const restrictions = entry.getOptionalConfigArray('accessRestrictions');
    if (!restrictions?.length) {
      throw new InputError(
        `backend.auth.externalAccess[${index}] has no accessRestrictions, so its holder could call every plugin; name the plugins, and the permissions where a plugin has some (or set ${ALLOW_UNRESTRICTED} where that is wanted)`,
      );
    }
  });
  if (config.getOptionalConfigArray('backend.auth.keys')?.length) {
    throw new InputError(
      'backend.auth.keys cannot be restricted; use backend.auth.externalAccess with accessRestrictions, or access keys',
    );
  }
}
