import {
  Config,
  ConfigReader,
  readDurationFromConfig,
} from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds, JsonObject } from '@backstage/types';
import { isProtectedUrl, readRoleMapping } from '@internal/plugin-sign-in-node';
import {
  DEFAULT_USER_NAMESPACE,
  parseOrganizationIds,
} from '@internal/plugin-tenancy-common';
import { RoleClaimOptions } from './readRoles';
import {
  AuthenticationRequirement,
  readAuthenticationRequirement,
} from './requireAuthentication';

const KEY = 'auth.providers.zitadel';

/** Where ZITADEL puts the roles of the project that the application belongs to. */
const ZITADEL_ROLES_CLAIM = 'urn:zitadel:iam:org:project:roles';

/** A session outlives a working day, not the night after it. */
const DEFAULT_SESSION_DURATION = { hours: 12 };
/** Sessions cannot be revoked one by one, so nobody stays signed in for longer. */
const MAX_SESSION_DURATION_MS = 24 * 3_600_000;

/** The variables that our configurations take these keys from, for messages. */
const VARIABLES: Record<string, string> = {
  issuer: 'OIDC_ISSUER',
  clientId: 'OIDC_CLIENT_ID',
  clientSecret: 'OIDC_CLIENT_SECRET',
  'roles.organizationIds': 'OIDC_ORGANIZATION_IDS',
};

/** The parsed configuration of one environment of the provider. */
export type ZitadelConfig = {
  /** Exactly as the provider writes it in its tokens. */
  issuer: string;
  clientId: string;
  postLogoutRedirectUri?: string;
  sessionDurationMs: number;
  requirement: AuthenticationRequirement;
  userNamespace: string;
  roleClaims: RoleClaimOptions;
  groups: { suffixes: string[]; groupNamespace: string; groupPrefix: string };
  maxRoles: number;
  /** What the stock OIDC authenticator reads. */
  oidc: Config;
};

/**
 * Reads `auth.providers.zitadel.<environment>`; throws with the rule that a bad
 * value breaks, and with the variable that a missing one usually comes from.
 */
export function readZitadelConfig(
  environment: string,
  config: Config,
): ZitadelConfig {
  const fail = (key: string, rule: string): never => {
    const variable = Object.hasOwn(VARIABLES, key) && VARIABLES[key];
    throw new InputError(
      `${KEY}.${environment}.${key} ${rule}${
        variable && !config.has(key) ? ` (set ${variable})` : ''
      }`,
    );
  };
  const required = (key: string): string =>
    config.getOptionalString(key) ?? fail(key, 'is missing');
  const safeUrl = (key: string, value: string): string =>
    isProtectedUrl(value)
      ? value
      : fail(
          key,
          `is '${value}'; it must be an https url (http on loopback only)`,
        );

  const issuer = safeUrl('issuer', required('issuer'));
  const metadataUrl = safeUrl(
    'metadataUrl',
    config.getOptionalString('metadataUrl') ??
      `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  );
  const clientId = required('clientId');
  required('clientSecret');
  if (config.has('signIn')) {
    fail(
      'signIn',
      'is not possible; users and groups come from the provider, no resolver can be chosen',
    );
  }
  const projectId = config.getOptionalString('projectId');
  if (projectId !== undefined && !/^\d{1,32}$/.test(projectId)) {
    fail('projectId', `is '${projectId}'; ZITADEL's ids are numbers`);
  }
  const sessionDurationMs = durationToMilliseconds(
    config.has('sessionDuration')
      ? readDurationFromConfig(config, { key: 'sessionDuration' })
      : DEFAULT_SESSION_DURATION,
  );
  if (
    !(sessionDurationMs > 0 && sessionDurationMs <= MAX_SESSION_DURATION_MS)
  ) {
    fail('sessionDuration', 'must be longer than nothing and at most 24 hours');
  }
  const requirement = readAuthenticationRequirement(config, fail);
  const { maxRoles, ...groups } = readRoleMapping(
    config,
    `${KEY}.${environment}`,
  );
  return {
    issuer,
    clientId,
    postLogoutRedirectUri: config.getOptionalString('postLogoutRedirectUri'),
    sessionDurationMs,
    requirement,
    userNamespace:
      config.getOptionalString('userNamespace') ?? DEFAULT_USER_NAMESPACE,
    groups,
    maxRoles,
    roleClaims: {
      claim:
        config.getOptionalString('roles.claim') ??
        (projectId
          ? `urn:zitadel:iam:org:project:${projectId}:roles`
          : ZITADEL_ROLES_CLAIM),
      organizationIds: parseOrganizationIds(
        config.getOptional('roles.organizationIds'),
        rule => fail('roles.organizationIds', rule),
      ),
    },
    oidc: new ConfigReader({
      // The stock default `none` fails for everybody without a session at the provider.
      prompt: 'auto',
      ...(requirement.acr.length > 0 && {
        startUrlSearchParams: { acr_values: requirement.acr.join(' ') },
      }),
      ...config.get<JsonObject>(),
      sessionDuration: { milliseconds: sessionDurationMs },
      metadataUrl,
    }),
  };
}
