/**
 * Why a sign-in was refused; the sign-in page switches on these.
 *
 * @remarks
 * The window of the identity provider hands back a name and a message only, so
 * the reason stands at the end of the message: {@link withRefusalReason}.
 * @public
 */
export const signInRefusals = {
  /** The provider knows the person, but not as surely as the portal wants. */
  strongerSignInRequired: 'stronger-sign-in-required',
  /** What the provider sent cannot be made a user of. */
  unusableIdentity: 'unusable-identity',
  /** The roles cannot be read, or are more than a person has. */
  unusableRoles: 'unusable-roles',
} as const;

/** @public */
export type SignInRefusal =
  (typeof signInRefusals)[keyof typeof signInRefusals];

const MARKED = /^(.*) \[([a-z-]{1,40})\]$/s;

/** Puts the reason to the end of the message of an error. @public */
export function withRefusalReason(text: string, reason: SignInRefusal): string {
  return `${text} [${reason}]`;
}

/**
 * Takes the reason off a message again.
 * @public
 */
export function readRefusalReason(message: string): {
  text: string;
  reason?: SignInRefusal;
} {
  const [, text, mark] = MARKED.exec(message) ?? [];
  const reason = Object.values(signInRefusals).find(known => known === mark);
  return reason ? { text, reason } : { text: message };
}
