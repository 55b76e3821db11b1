import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';
import {
  DEFAULT_GROUP_NAMESPACE,
  DEFAULT_MAX_ROLES,
  DEFAULT_ROLE_SUFFIXES,
  DEFAULT_USER_NAMESPACE,
  isGroupName,
  isNamespaceName,
  parseOrganizationIds,
} from '@internal/plugin-tenancy-common';
import { createPrivateKey, KeyObject } from 'node:crypto';
import { ZitadelClientOptions } from './client/ZitadelClient';
import { readParents } from './readParents';

const KEY = 'catalog.providers.zitadel';

const DEFAULT_PAGE_SIZE = 200;
/** ZITADEL's own limit. */
const MAX_PAGE_SIZE = 1000;
const DEFAULT_MAX_USERS = 20_000;
const DEFAULT_MAX_GRANTS = 50_000;
const DEFAULT_MAX_SHRINK = 0.3;
const DEFAULT_TIMEOUT: HumanDuration = { seconds: 15 };
const DEFAULT_FULL_SYNC_INTERVAL: HumanDuration = { hours: 1 };
const DEFAULT_STALE_AFTER: HumanDuration = { hours: 3 };
const DEFAULT_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 5 },
  timeout: { minutes: 10 },
  // The catalog is asked for what it has, so it should be up.
  initialDelay: { seconds: 15 },
};

const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const ZITADEL_ID = /^\d{1,32}$/;
/** Hosts that may be spoken to without TLS: they do not leave the machine. */
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** How the service user shows who it is. */
export type ZitadelCredentials =
  | { type: 'token'; token: string }
  | { type: 'key'; keyId: string; userId: string; privateKey: KeyObject };

/** How roles and ids become groups and users; the same as at sign-in. */
export type MappingConfig = {
  projectId: string;
  userNamespace: string;
  /** Undefined when all organisations count. */
  grantOrganizationIds?: string[];
  suffixes: string[];
  groupNamespace: string;
  groupPrefix: string;
  maxRoles: number;
  /** Group name to the name of the group that it is part of. */
  parents: Map<string, string>;
};

/** One entry of `catalog.providers.zitadel`. */
export type ZitadelProviderConfig = {
  id: string;
  issuer: string;
  credentials: ZitadelCredentials;
  timeoutMs: number;
  client: ZitadelClientOptions;
  mapping: MappingConfig;
  maxShrink: number;
  fullSyncIntervalMs: number;
  staleAfterMs: number;
  schedule: SchedulerServiceTaskScheduleDefinition;
};

/**
 * Reads all entries; throws with the rule that a bad value breaks.
 *
 * @param onSkipped - told of entries without credentials: they are switched off,
 * so that one configuration serves installations with a service user and without.
 */
export function readZitadelProviderConfigs(
  rootConfig: Config,
  onSkipped: (id: string) => void = () => {},
): ZitadelProviderConfig[] {
  const providers = rootConfig.getOptionalConfig(KEY);
  const environment = rootConfig.getOptionalString('auth.environment');
  const signIn = environment
    ? rootConfig.getOptionalConfig(`auth.providers.zitadel.${environment}`)
    : undefined;
  return (providers?.keys() ?? []).flatMap(id => {
    const config = providers!.getConfig(id);
    if (!config.has('token') && !config.has('serviceUserKey')) {
      onSkipped(id);
      return [];
    }
    return [readOne(id, config, signIn)];
  });
}

function readOne(
  id: string,
  config: Config,
  signIn: Config | undefined,
): ZitadelProviderConfig {
  const fail = (key: string, rule: string): never => {
    throw new InputError(`${KEY}.${id}${key && `.${key}`} ${rule}`);
  };
  if (!ID.test(id)) fail('', 'must be lower case letters, digits and dashes');
  const text = (key: string) =>
    config.getOptionalString(key) ?? signIn?.getOptionalString(key);
  const list = (key: string) =>
    config.getOptionalStringArray(key) ?? signIn?.getOptionalStringArray(key);
  const number = (key: string, fallback: number, min: number, max: number) => {
    const value = config.getOptionalNumber(key) ?? fallback;
    if (!(value >= min && value <= max)) {
      fail(key, `is ${value}; it must be from ${min} to ${max}`);
    }
    return value;
  };
  const milliseconds = (key: string, fallback: HumanDuration) =>
    durationToMilliseconds(
      config.has(key) ? readDurationFromConfig(config, { key }) : fallback,
    );

  const issuer =
    text('issuer') ?? fail('issuer', 'is missing, here and at sign-in');
  if (!isSafeUrl(issuer)) {
    fail(
      'issuer',
      `is '${issuer}'; it must be an https url (http on loopback only)`,
    );
  }
  const projectId =
    text('projectId') ??
    fail(
      'projectId',
      'is missing, here and at sign-in: without it, roles of all projects would make groups',
    );
  const userOrganizationIds =
    config.getOptionalStringArray('organizationIds') ?? [];
  const grantOrganizationIds = parseOrganizationIds(
    config.getOptional('roles.organizationIds') ??
      signIn?.getOptional('roles.organizationIds'),
    rule => fail('roles.organizationIds', rule),
  );
  for (const zitadelId of [projectId, ...userOrganizationIds]) {
    if (!ZITADEL_ID.test(zitadelId)) {
      fail('', `has '${zitadelId}' as an id; ZITADEL's ids are numbers`);
    }
  }
  const suffixes = list('roles.suffixes') ?? [...DEFAULT_ROLE_SUFFIXES];
  const groupPrefix = text('groups.prefix') ?? '';
  const groupNamespace = text('groups.namespace') ?? DEFAULT_GROUP_NAMESPACE;
  const userNamespace = text('userNamespace') ?? DEFAULT_USER_NAMESPACE;
  for (const [key, value, good] of [
    ...suffixes.map(s => ['roles.suffixes', s, isGroupName(s)] as const),
    ['groups.prefix', groupPrefix, isGroupName(`${groupPrefix}x`)],
    ['groups.namespace', groupNamespace, isNamespaceName(groupNamespace)],
    ['userNamespace', userNamespace, isNamespaceName(userNamespace)],
  ] as const) {
    if (!good) {
      fail(
        key,
        `has '${value}'; only lower case letters, digits, '-', '_' and '.' are possible`,
      );
    }
  }
  const grantsApi = config.getOptionalString('grantsApi') ?? 'v2';
  if (grantsApi !== 'v1' && grantsApi !== 'v2') {
    return fail('grantsApi', `is '${grantsApi}'; it must be v1 or v2`);
  }
  return {
    id,
    issuer,
    credentials: readCredentials(config, fail),
    timeoutMs: milliseconds('timeout', DEFAULT_TIMEOUT),
    client: {
      projectId,
      grantsApi,
      userOrganizationIds,
      grantOrganizationIds: grantOrganizationIds ?? [],
      pageSize: number('pageSize', DEFAULT_PAGE_SIZE, 1, MAX_PAGE_SIZE),
      maxUsers: number('maxUsers', DEFAULT_MAX_USERS, 1, 1_000_000),
      maxGrants: number('maxGrants', DEFAULT_MAX_GRANTS, 1, 1_000_000),
    },
    mapping: {
      projectId,
      userNamespace,
      grantOrganizationIds,
      suffixes,
      groupNamespace,
      groupPrefix,
      maxRoles:
        config.getOptionalNumber('roles.max') ??
        signIn?.getOptionalNumber('roles.max') ??
        DEFAULT_MAX_ROLES,
      parents: readParents(config.getOptional('groups.parents'), rule =>
        fail('groups.parents', rule),
      ),
    },
    maxShrink: number('maxShrink', DEFAULT_MAX_SHRINK, 0, 1),
    fullSyncIntervalMs: milliseconds(
      'fullSyncInterval',
      DEFAULT_FULL_SYNC_INTERVAL,
    ),
    staleAfterMs: milliseconds('staleAfter', DEFAULT_STALE_AFTER),
    schedule: config.has('schedule')
      ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
          config.getConfig('schedule'),
        )
      : DEFAULT_SCHEDULE,
  };
}

function readCredentials(
  config: Config,
  fail: (key: string, rule: string) => never,
): ZitadelCredentials {
  const token = config.getOptionalString('token');
  const key = config.getOptionalConfig('serviceUserKey');
  if (token !== undefined && key) {
    fail('', 'has both token and serviceUserKey; give it one of them');
  }
  if (!key) return { type: 'token', token: token! };
  let privateKey: KeyObject | undefined;
  try {
    privateKey = createPrivateKey(key.getString('key'));
  } catch {
    privateKey = undefined; // The reason would quote the key.
  }
  if (privateKey?.asymmetricKeyType !== 'rsa') {
    return fail('serviceUserKey.key', 'must be an RSA key in PEM');
  }
  return {
    type: 'key',
    keyId: key.getString('keyId'),
    userId: key.getString('userId'),
    privateKey,
  };
}

function isSafeUrl(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return (
    url?.protocol === 'https:' ||
    (url?.protocol === 'http:' && LOOPBACK.test(url.hostname))
  );
}
