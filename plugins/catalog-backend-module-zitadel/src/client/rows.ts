import { ZitadelGrant, ZitadelPerson } from './types';

/** Longest id that is looked at, in characters; ZITADEL's own limit. */
const MAX_ID_LENGTH = 200;
/** Longest text that is shown of a person, in characters. */
const MAX_TEXT_LENGTH = 128;
/** Longest mail address of RFC 5321, in characters. */
const MAX_EMAIL_LENGTH = 254;
const EMAIL = /^[^\s@<>"]+@[^\s@<>"]+$/;

/** Control characters, line separators, and those that change the direction of text. */
const UNPRINTABLE =
  // eslint-disable-next-line no-control-regex -- these are the point
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

type Fields = Record<string, unknown>;

/**
 * Reads one user of `POST /v2/users`.
 *
 * @returns undefined when it has no id and so is nobody.
 */
export function readPerson(row: unknown): ZitadelPerson | undefined {
  const id = readId(row, 'userId');
  if (id === undefined) return undefined;
  const human = field(row, 'human');
  const mail = field(human, 'email');
  const address = field(mail, 'email');
  return {
    id,
    active: field(row, 'state') === 'USER_STATE_ACTIVE',
    displayName:
      text(field(field(human, 'profile'), 'displayName')) ||
      text(field(row, 'username')) ||
      text(id),
    ...(field(mail, 'isVerified') === true &&
      typeof address === 'string' &&
      address.length <= MAX_EMAIL_LENGTH &&
      address.search(UNPRINTABLE) < 0 &&
      EMAIL.test(address) && { email: address }),
  };
}

/** Reads one authorization of the authorization API (v2). */
export function readAuthorization(row: unknown): ZitadelGrant | undefined {
  const roles = field(row, 'roles');
  return readGrant(row, {
    userId: readId(field(row, 'user'), 'id'),
    projectId: readId(field(row, 'project'), 'id'),
    organizationId: readId(field(row, 'organization'), 'id'),
    active: field(row, 'state') === 'STATE_ACTIVE',
    roles: Array.isArray(roles) ? roles.map(role => field(role, 'key')) : [],
    changedAt: field(row, 'changeDate'),
  });
}

/** Reads one user grant of the management API (v1). */
export function readUserGrant(row: unknown): ZitadelGrant | undefined {
  const roles = field(row, 'roleKeys');
  return readGrant(row, {
    userId: readId(row, 'userId'),
    projectId: readId(row, 'projectId'),
    organizationId: readId(row, 'orgId'),
    active: field(row, 'state') === 'USER_GRANT_STATE_ACTIVE',
    roles: Array.isArray(roles) ? roles : [],
    changedAt: field(field(row, 'details'), 'changeDate'),
  });
}

function readGrant(
  row: unknown,
  parts: {
    userId?: string;
    projectId?: string;
    organizationId?: string;
    active: boolean;
    roles: unknown[];
    changedAt: unknown;
  },
): ZitadelGrant | undefined {
  const { userId, projectId, organizationId, changedAt } = parts;
  const id = readId(row, 'id');
  if (
    id === undefined ||
    userId === undefined ||
    projectId === undefined ||
    organizationId === undefined
  ) {
    return undefined;
  }
  const time = typeof changedAt === 'string' ? Date.parse(changedAt) : NaN;
  return {
    id,
    userId,
    projectId,
    organizationId,
    active: parts.active,
    roles: parts.roles,
    changedAtMs: Number.isNaN(time) ? 0 : time,
  };
}

function readId(row: unknown, name: string): string | undefined {
  const id = field(row, name);
  return typeof id === 'string' && id.length > 0 && id.length <= MAX_ID_LENGTH
    ? id
    : undefined;
}

/** A field of its own: `constructor` and the like are none. */
function field(value: unknown, name: string): unknown {
  return typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, name)
    ? (value as Fields)[name]
    : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string'
    ? [...value.replace(UNPRINTABLE, '').trim()]
        .slice(0, MAX_TEXT_LENGTH)
        .join('')
    : '';
}
