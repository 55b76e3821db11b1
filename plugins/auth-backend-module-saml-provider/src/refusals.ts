import { AuthenticationError } from '@backstage/errors';

/** Machine-readable reasons why a SAML response is refused; logs and tests switch on these. */
export const samlRefusals = {
  /** No response, or one that is too large. */
  noResponse: 'no-response',
  /** This browser did not ask, or asked too long ago. */
  notRequested: 'not-requested',
  /** Comments, entities, a DTD, several assertions, encryption: nothing that is ever needed. */
  oddDocument: 'odd-document',
  /** Signed with SHA-1, or not in a way that is known to be safe. */
  weakSignature: 'weak-signature',
  /** A signature is missing or wrong, or the time, the audience or the request. */
  invalid: 'invalid',
  /** Another identity provider wrote it. */
  otherIssuer: 'other-issuer',
  /** It is for another address, or says not for which, or for how long. */
  otherRecipient: 'other-recipient',
  /** The request was answered already. */
  replayed: 'replayed',
  /** The user cannot be told. */
  noUser: 'no-user',
} as const;

/** One of {@link samlRefusals}. */
export type SamlRefusal = (typeof samlRefusals)[keyof typeof samlRefusals];

/** The refusal for the browser: the reason, and nothing that helps to forge a better one. */
export class SamlRefusedError extends AuthenticationError {
  readonly reason: SamlRefusal;
  /** For the log. */
  readonly detail: string;

  constructor(reason: SamlRefusal, detail: string) {
    super(`The answer of the identity provider was refused (${reason})`);
    this.reason = reason;
    this.detail = detail;
  }
}
