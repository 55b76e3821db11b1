import type { Person } from '../types';

/** ZITADEL's ids are numbers that never change; names may. */
export const ORGANISATION = {
  id: '300000000000000100',
  domain: 'shop.sandbox.localhost',
};
export const PROJECT_ID = '300000000000000200';

/** Where ZITADEL puts the roles of the project that the application belongs to. */
export const ROLES_CLAIM = 'urn:zitadel:iam:org:project:roles';
/** The same for one project, which stays unambiguous with several audiences. */
export const PROJECT_ROLES_CLAIM = `urn:zitadel:iam:org:project:${PROJECT_ID}:roles`;

/**
 * The claims of a person as ZITADEL asserts them.
 *
 * @remarks
 * Roles are the keys of an object; the value says which organisation granted them.
 * Who has none gets no claim at all.
 */
export function zitadelClaims(person: Person): Record<string, unknown> {
  const roles = Object.fromEntries(
    person.roles.map(role => [
      role,
      { [ORGANISATION.id]: ORGANISATION.domain },
    ]),
  );
  return {
    sub: person.id,
    name: `${person.givenName} ${person.familyName}`,
    given_name: person.givenName,
    family_name: person.familyName,
    preferred_username: person.username,
    locale: 'en',
    email: person.email,
    email_verified: true,
    'urn:zitadel:iam:user:resourceowner:id': ORGANISATION.id,
    'urn:zitadel:iam:user:resourceowner:primary_domain': ORGANISATION.domain,
    ...(person.roles.length
      ? { [ROLES_CLAIM]: roles, [PROJECT_ROLES_CLAIM]: roles }
      : {}),
  };
}
