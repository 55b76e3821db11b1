import { createHash } from 'node:crypto';
import { ProfileInfo } from '@backstage/plugin-auth-node';
import type { Profile } from '@node-saml/node-saml';
import {
  SignInIdentity,
  toSignInIdentity,
} from '@internal/plugin-sign-in-node';
import { SamlConfig } from './config';
import { samlRefusals, SamlRefusedError } from './refusals';

const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
/** Of a longer NameID the specification says nothing good: 256 characters are its limit. */
const MAX_NAME_ID_LENGTH = 256;
const MAX_PROFILE_TEXT_LENGTH = 256;

/**
 * Turns a verified assertion into a user and groups; pure.
 *
 * @remarks
 * Without a configured attribute the user is the persistent NameID, which the
 * provider promises never to give to anybody else. It may hold any characters, so
 * the name is a hash of it, always: hashing only the odd ones would let one id be
 * chosen to equal the hash of another.
 *
 * @throws SamlRefusedError or NotAllowedError when nobody can be made of it.
 */
export function resolveSamlIdentity(
  profile: Profile,
  config: SamlConfig,
  userNamespace: string,
): SignInIdentity & { profile: ProfileInfo } {
  const attributes = (profile.attributes ?? {}) as Record<string, unknown>;
  const read = (name?: string) =>
    name !== undefined && Object.hasOwn(attributes, name)
      ? attributes[name]
      : undefined;
  const roles = read(config.rolesAttribute);
  const text = (name?: string) => {
    const value = read(name);
    return typeof value === 'string'
      ? value.slice(0, MAX_PROFILE_TEXT_LENGTH)
      : undefined;
  };
  return {
    ...toSignInIdentity(
      {
        id: config.userIdAttribute
          ? read(config.userIdAttribute)
          : hashNameId(profile, config),
        roles: roles === undefined ? [] : [roles].flat(),
      },
      { userNamespace, roleMapping: config.roleMapping },
    ),
    profile: {
      displayName: text(config.displayNameAttribute),
      email: text(config.emailAttribute),
    },
  };
}

function hashNameId(
  { nameID, nameIDFormat }: Profile,
  { idpIssuer }: SamlConfig,
): string {
  if (
    nameIDFormat !== PERSISTENT ||
    typeof nameID !== 'string' ||
    !nameID ||
    nameID.length > MAX_NAME_ID_LENGTH
  ) {
    throw new SamlRefusedError(
      samlRefusals.noUser,
      `the NameID is of the format ${JSON.stringify(
        nameIDFormat,
      )}; it must be persistent, or userIdAttribute be configured`,
    );
  }
  // 240 bits: nobody finds two ids with one hash.
  return createHash('sha256')
    .update(JSON.stringify([idpIssuer, nameID]))
    .digest('hex')
    .slice(0, 60);
}
