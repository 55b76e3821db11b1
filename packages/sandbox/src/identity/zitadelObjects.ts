import type { Person } from '../types';
import type { Directory } from './Directory';
import { ORGANISATION, PROJECT_ID } from './zitadelClaims';

/** When the company moved to ZITADEL. */
const CREATED_AT = '2025-01-06T08:00:00.000Z';
const DETAILS = {
  sequence: '2',
  changeDate: CREATED_AT,
  resourceOwner: ORGANISATION.id,
};

/** The portal's service user: the API lists it beside the people. */
export const SERVICE_USER_ID = '300000000000000400';

/** A user as `POST /v2/users` answers it. */
export type ZitadelUser = {
  userId: string;
  details: { resourceOwner: string };
  state: string;
  username: string;
  human?: object;
  machine?: object;
};

/** One person's roles in one project. */
export type ZitadelGrant = { id: string; person: Person; changedAt: string };

/** Everybody at the identity provider, the oldest first. */
export function zitadelUsers(directory: Directory): ZitadelUser[] {
  const login = (username: string) => `${username}@${ORGANISATION.domain}`;
  const common = (userId: string, username: string) => ({
    userId,
    details: DETAILS,
    state: 'USER_STATE_ACTIVE',
    username,
    loginNames: [login(username)],
    preferredLoginName: login(username),
  });
  return [
    ...directory.list().map(person => ({
      ...common(person.id, person.username),
      human: {
        userId: person.id,
        state: 'USER_STATE_ACTIVE',
        username: person.username,
        loginNames: [login(person.username)],
        preferredLoginName: login(person.username),
        profile: {
          givenName: person.givenName,
          familyName: person.familyName,
          displayName: `${person.givenName} ${person.familyName}`,
          preferredLanguage: 'en',
        },
        email: { email: person.email, isVerified: true },
      },
    })),
    {
      ...common(SERVICE_USER_ID, 'portal'),
      machine: { name: 'Portal', accessTokenType: 'ACCESS_TOKEN_TYPE_BEARER' },
    },
  ];
}

/** Who has no role has no grant. */
export function zitadelGrants(directory: Directory): ZitadelGrant[] {
  return directory
    .list()
    .filter(({ roles }) => roles.length > 0)
    .map(person => ({
      id: `${BigInt(person.id) + 500n}`,
      person,
      changedAt: directory.rolesChangedAt(person.username),
    }));
}

/** A grant as the management API (v1) answers it. */
export function toUserGrant({ id, person, changedAt }: ZitadelGrant) {
  return {
    id,
    details: { ...DETAILS, changeDate: changedAt, creationDate: CREATED_AT },
    roleKeys: person.roles,
    state: 'USER_GRANT_STATE_ACTIVE',
    userId: person.id,
    userName: person.username,
    displayName: `${person.givenName} ${person.familyName}`,
    orgId: ORGANISATION.id,
    orgDomain: ORGANISATION.domain,
    projectId: PROJECT_ID,
    userType: 'TYPE_HUMAN',
  };
}

/** The same as the authorization API (v2) answers it. */
export function toAuthorization({ id, person, changedAt }: ZitadelGrant) {
  return {
    id,
    creationDate: CREATED_AT,
    changeDate: changedAt,
    project: { id: PROJECT_ID, organizationId: ORGANISATION.id },
    organization: { id: ORGANISATION.id },
    user: {
      id: person.id,
      displayName: `${person.givenName} ${person.familyName}`,
      organizationId: ORGANISATION.id,
    },
    state: 'STATE_ACTIVE',
    roles: person.roles.map(key => ({ key, displayName: key })),
  };
}
