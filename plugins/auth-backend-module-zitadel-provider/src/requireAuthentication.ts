import { Config } from '@backstage/config';
import { NotAllowedError } from '@backstage/errors';
import {
  signInRefusals,
  withRefusalReason,
} from '@internal/plugin-tenancy-common';

/** How surely the provider has to know who somebody is. Empty lists require nothing. */
export type AuthenticationRequirement = {
  /** Methods (RFC 8176) that have to be among those used, all of them. */
  amr: string[];
  /** Classes of which the sign-in has to be one. */
  acr: string[];
};

/** What the id token says about how somebody signed in. */
export type Authentication = { amr: string[]; acr?: string };

const METHOD = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;

/** Reads `requireAuthentication`; an empty list there is a mistake. */
export function readAuthenticationRequirement(
  config: Config,
  fail: (key: string, rule: string) => never,
): AuthenticationRequirement {
  const list = (key: string): string[] => {
    const values = config.getOptionalStringArray(key);
    if (values && !(values.length && values.every(v => METHOD.test(v)))) {
      fail(key, 'must be names without blanks, at least one');
    }
    return values ?? [];
  };
  const requirement = {
    amr: list('requireAuthentication.amr'),
    acr: list('requireAuthentication.acr'),
  };
  if (
    config.has('requireAuthentication') &&
    !requirement.amr.length &&
    !requirement.acr.length
  ) {
    fail('requireAuthentication', 'requires nothing; give it amr, acr or both');
  }
  return requirement;
}

/** Takes the two claims out of an id token; what is not of their type is not there. */
export function readAuthentication(claims: object): Authentication {
  const { amr, acr } = claims as { amr?: unknown; acr?: unknown };
  return {
    amr: Array.isArray(amr) ? amr.filter(m => typeof m === 'string') : [],
    acr: typeof acr === 'string' ? acr : undefined,
  };
}

/**
 * Tells whether a sign-in is as sure as it has to be.
 *
 * @throws NotAllowedError with words for the sign-in page when it is not.
 */
export function requireAuthentication(
  { amr, acr }: Authentication,
  requirement: AuthenticationRequirement,
): void {
  const missing = requirement.amr.filter(method => !amr.includes(method));
  const wanted = [
    ...missing,
    ...(requirement.acr.length && !(acr && requirement.acr.includes(acr))
      ? [requirement.acr.join(' or ')]
      : []),
  ];
  if (wanted.length === 0) return;
  throw new NotAllowedError(
    withRefusalReason(
      `This portal needs a stronger sign-in than yours was: ${wanted.join(
        ', ',
      )} is missing`,
      signInRefusals.strongerSignInRequired,
    ),
  );
}
