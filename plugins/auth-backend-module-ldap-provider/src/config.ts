import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError, toError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import {
  isLoopbackUrl,
  readRoleMapping,
  RoleMappingConfig,
} from '@internal/plugin-sign-in-node';
import { Filter, FilterParser } from 'ldapts';

const LABEL = 'auth.providers.ldap';
const DEFAULT_TIMEOUT_MS = 5_000;
const MAX_TIMEOUT_MS = 60_000;
const DEFAULT_SESSION_MS = 12 * 3_600_000;
const MAX_SESSION_MS = 7 * 86_400_000;

/** The parsed configuration of the provider. */
export type LdapConfig = {
  url: string;
  startTls: boolean;
  ca?: string;
  bindDn: string;
  bindPassword: string;
  timeoutMs: number;
  sessionMs: number;
  users: {
    base: string;
    filter: Filter;
    loginAttribute: string;
    idAttribute: string;
    displayNameAttribute: string;
    emailAttribute: string;
  };
  groups?: {
    base: string;
    filter: Filter;
    memberAttribute: string;
    nameAttribute: string;
  };
  roleMapping: RoleMappingConfig;
};

/** Reads `auth.providers.ldap`; throws with the rule that a bad value breaks. */
export function readLdapConfig(config: Config): LdapConfig {
  const url = config.getString('url');
  const startTls = config.getOptionalBoolean('startTls') ?? false;
  requireTls(url, startTls, config.getOptionalBoolean('allowPlainOnLoopback'));
  if (config.has('signIn')) {
    throw new InputError(
      `${LABEL} has the key signIn; users and groups come from the directory, no resolver can be chosen`,
    );
  }
  const bindPassword = config.getString('bindPassword');
  const users = config.getConfig('users');
  const groups = config.getOptionalConfig('groups');
  return {
    url,
    startTls,
    ca: config.getOptionalString('tls.ca'),
    bindDn: config.getString('bindDn'),
    bindPassword,
    timeoutMs: readDuration(config, 'timeout', DEFAULT_TIMEOUT_MS, {
      min: 100,
      max: MAX_TIMEOUT_MS,
    }),
    sessionMs: readDuration(config, 'sessionDuration', DEFAULT_SESSION_MS, {
      min: 60_000,
      max: MAX_SESSION_MS,
    }),
    users: {
      base: users.getString('base'),
      filter: readFilter(users, 'users', '(objectClass=inetOrgPerson)'),
      loginAttribute: readAttribute(users, 'loginAttribute', 'uid'),
      idAttribute: readAttribute(users, 'idAttribute', 'entryUUID'),
      displayNameAttribute: readAttribute(users, 'displayNameAttribute', 'cn'),
      emailAttribute: readAttribute(users, 'emailAttribute', 'mail'),
    },
    groups: groups && {
      base: groups.getString('base'),
      filter: readFilter(groups, 'groups', '(objectClass=groupOfNames)'),
      memberAttribute: readAttribute(groups, 'memberAttribute', 'member'),
      nameAttribute: readAttribute(groups, 'nameAttribute', 'cn'),
    },
    roleMapping: readRoleMapping(config, LABEL),
  };
}

function requireTls(url: string, startTls: boolean, allowPlain = false): void {
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol === 'ldaps:' && !startTls) return;
  if (protocol === 'ldap:' && startTls) return;
  if (protocol === 'ldap:' && allowPlain && isLoopbackUrl(url)) return;
  throw new InputError(
    `${LABEL}.url is '${url}'${
      startTls ? ' with startTls' : ''
    }; it must be ldaps://, or ldap:// with startTls, so that no password crosses the network in the clear (plain ldap:// on loopback only, with allowPlainOnLoopback)`,
  );
}

function readAttribute(config: Config, key: string, fallback: string): string {
  const name = config.getOptionalString(key) ?? fallback;
  if (!/^[A-Za-z][A-Za-z0-9-]{0,62}$/.test(name)) {
    throw new InputError(
      `${LABEL} ${key} is '${name}', which is no name of an attribute`,
    );
  }
  return name;
}

function readFilter(config: Config, section: string, fallback: string): Filter {
  const text = config.getOptionalString('filter') ?? fallback;
  try {
    return FilterParser.parseString(text);
  } catch (error) {
    throw new InputError(
      `${LABEL}.${section}.filter is '${text}', which is no filter of RFC 4515: ${
        toError(error).message
      }`,
    );
  }
}

function readDuration(
  config: Config,
  key: string,
  fallback: number,
  { min, max }: { min: number; max: number },
): number {
  if (!config.has(key)) return fallback;
  const value = durationToMilliseconds(readDurationFromConfig(config, { key }));
  if (!(value >= min && value <= max)) {
    throw new InputError(
      `${LABEL}.${key} is ${value} ms; it must be between ${min} and ${max} ms`,
    );
  }
  return value;
}
