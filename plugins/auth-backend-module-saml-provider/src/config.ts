import { X509Certificate } from 'node:crypto';
import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import {
  isProtectedUrl,
  readRoleMapping,
  RoleMappingConfig,
} from '@internal/plugin-sign-in-node';

const LABEL = 'auth.providers.saml';
const DEFAULT_CLOCK_SKEW_MS = 30_000;
const MAX_CLOCK_SKEW_MS = 300_000;

/** The parsed configuration of the provider. */
export type SamlConfig = {
  entryPoint: string;
  idpIssuer: string;
  /** PEM. */
  idpCertificates: string[];
  entityId: string;
  callbackUrl: string;
  userIdAttribute?: string;
  displayNameAttribute?: string;
  emailAttribute?: string;
  clockSkewMs: number;
  rolesAttribute: string;
  roleMapping: RoleMappingConfig;
  signing?: { privateKey: string; certificate: string };
};

/** Reads `auth.providers.saml`; throws with the rule that a bad value breaks. */
export function readSamlConfig(
  config: Config,
  /** Address of the auth plugin as browsers see it. */
  authUrl: string,
): SamlConfig {
  const entryPoint = config.getString('entryPoint');
  if (!isProtectedUrl(entryPoint)) {
    throw new InputError(
      `${LABEL}.entryPoint is '${entryPoint}'; it must be an https url (http on loopback only)`,
    );
  }
  if (config.has('signIn')) {
    throw new InputError(
      `${LABEL} has the key signIn; users and groups come from the provider, no resolver can be chosen`,
    );
  }
  const signing = config.getOptionalConfig('signing');
  return {
    entryPoint,
    idpIssuer: config.getString('idpIssuer'),
    idpCertificates: readCertificates(config),
    entityId:
      config.getOptionalString('entityId') ?? `${authUrl}/saml/metadata`,
    callbackUrl:
      config.getOptionalString('callbackUrl') ??
      `${authUrl}/saml/handler/frame`,
    userIdAttribute: config.getOptionalString('userIdAttribute'),
    displayNameAttribute: config.getOptionalString('displayNameAttribute'),
    emailAttribute: config.getOptionalString('emailAttribute'),
    clockSkewMs: readClockSkew(config),
    rolesAttribute: config.getOptionalString('roles.attribute') ?? 'roles',
    roleMapping: readRoleMapping(config, LABEL),
    signing: signing && {
      privateKey: signing.getString('privateKey'),
      certificate: signing.getString('certificate'),
    },
  };
}

function readCertificates(config: Config): string[] {
  const key = 'idpCertificates';
  const certificates = Array.isArray(config.get(key))
    ? config.getStringArray(key)
    : [config.getString(key)];
  if (!certificates.length) {
    throw new InputError(`${LABEL}.${key} is empty; nobody could sign in`);
  }
  return certificates.map(text => {
    try {
      return new X509Certificate(text).toString();
    } catch {
      throw new InputError(
        `${LABEL}.${key} holds a text that is no certificate in PEM form`,
      );
    }
  });
}

function readClockSkew(config: Config): number {
  const key = 'clockSkew';
  if (!config.has(key)) return DEFAULT_CLOCK_SKEW_MS;
  const value = durationToMilliseconds(readDurationFromConfig(config, { key }));
  if (!(value >= 0 && value <= MAX_CLOCK_SKEW_MS)) {
    throw new InputError(
      `${LABEL}.${key} is ${value} ms; it must be between 0 and ${MAX_CLOCK_SKEW_MS} ms`,
    );
  }
  return value;
}
