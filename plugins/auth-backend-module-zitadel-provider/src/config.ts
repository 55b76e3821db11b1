import { Config, ConfigReader } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  DEFAULT_GROUP_NAMESPACE,
  DEFAULT_MAX_ROLES,
  DEFAULT_ROLE_SUFFIXES,
  isGroupName,
  isNamespaceName,
} from '@internal/plugin-tenancy-common';
import { RoleClaimOptions } from './readRoles';

/** Where ZITADEL puts the roles of the project that the application belongs to. */
const ZITADEL_ROLES_CLAIM = 'urn:zitadel:iam:org:project:roles';

/** A refresh cookie outlives a working day, not a quarter of a year. */
const DEFAULT_SESSION_DURATION = { hours: 12 };

/** Hosts that may be spoken to without TLS: they do not leave the machine. */
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** The parsed configuration of one environment of the provider. */
export type ZitadelConfig = {
  /** Exactly as the provider writes it in its tokens. */
  issuer: string;
  postLogoutRedirectUri?: string;
  userIdClaim: string;
  userNamespace: string;
  roleClaims: RoleClaimOptions;
  groups: { suffixes: string[]; groupNamespace: string; groupPrefix: string };
  maxRoles: number;
  /** What the stock OIDC authenticator reads. */
  oidc: Config;
};

/** Reads `auth.providers.zitadel.<environment>`; throws with the rule that a bad value breaks. */
export function readZitadelConfig(config: Config): ZitadelConfig {
  const issuer = config.getString('issuer');
  requireSafeUrl('issuer', issuer);
  const metadataUrl =
    config.getOptionalString('metadataUrl') ??
    `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  requireSafeUrl('metadataUrl', metadataUrl);

  if (config.has('signIn')) {
    throw new InputError(
      'auth.providers.zitadel has the key signIn; users and groups come from the provider, no resolver can be chosen',
    );
  }
  const projectId = config.getOptionalString('projectId');
  if (projectId !== undefined && !/^\d{1,32}$/.test(projectId)) {
    throw new InputError(
      `auth.providers.zitadel projectId is '${projectId}'; ZITADEL's ids are numbers`,
    );
  }
  const suffixes = config.getOptionalStringArray('roles.suffixes') ?? [
    ...DEFAULT_ROLE_SUFFIXES,
  ];
  const groupPrefix = config.getOptionalString('groups.prefix') ?? '';
  const groupNamespace =
    config.getOptionalString('groups.namespace') ?? DEFAULT_GROUP_NAMESPACE;
  const userNamespace =
    config.getOptionalString('userNamespace') ?? DEFAULT_GROUP_NAMESPACE;
  for (const [key, value, good] of [
    ...suffixes.map(s => ['roles.suffixes', s, isGroupName(s)] as const),
    ['groups.prefix', groupPrefix, isGroupName(`${groupPrefix}x`)],
    ['groups.namespace', groupNamespace, isNamespaceName(groupNamespace)],
    ['userNamespace', userNamespace, isNamespaceName(userNamespace)],
  ] as const) {
    if (!good) {
      throw new InputError(
        `auth.providers.zitadel ${key} has '${value}'; only lower case letters, digits, '-', '_' and '.' are possible`,
      );
    }
  }
  return {
    issuer,
    postLogoutRedirectUri: config.getOptionalString('postLogoutRedirectUri'),
    userIdClaim: config.getOptionalString('userIdClaim') ?? 'sub',
    userNamespace,
    roleClaims: {
      claim:
        config.getOptionalString('roles.claim') ??
        (projectId
          ? `urn:zitadel:iam:org:project:${projectId}:roles`
          : ZITADEL_ROLES_CLAIM),
      organizationIds: config.getOptionalStringArray('roles.organizationIds'),
    },
    groups: { suffixes, groupNamespace, groupPrefix },
    maxRoles: config.getOptionalNumber('roles.max') ?? DEFAULT_MAX_ROLES,
    oidc: new ConfigReader({
      sessionDuration: DEFAULT_SESSION_DURATION,
      // The stock default `none` fails for everybody without a session at the provider.
      prompt: 'auto',
      ...config.get<JsonObject>(),
      metadataUrl,
    }),
  };
}

function requireSafeUrl(key: string, value: string): void {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (
    url?.protocol !== 'https:' &&
    !(url?.protocol === 'http:' && LOOPBACK.test(url.hostname))
  ) {
    throw new InputError(
      `auth.providers.zitadel ${key} is '${value}'; it must be an https url (http on loopback only)`,
    );
  }
}
