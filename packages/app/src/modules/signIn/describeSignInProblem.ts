import {
  readRefusalReason,
  signInRefusals,
} from '@internal/plugin-tenancy-common';

/** What stands in the way of signing in, and what to do about it. */
export type SignInProblem = { title: string; description: string };

/** The identity provider, or the way to it, is broken. */
export const providerDown: SignInProblem = {
  title: 'The identity provider does not answer',
  description:
    'Nobody can sign in until it is back. Try again in a minute. If it lasts, tell the platform team that the portal cannot reach its OpenID provider.',
};

/** The portal itself does not answer. */
export const portalDown: SignInProblem = {
  title: 'The portal does not answer',
  description:
    'Check your connection and try again. If it lasts, tell the platform team that the portal backend is down.',
};

/** The form was filled in wrongly; which of the two is nobody's business. */
export const wrongPassword: SignInProblem = {
  title: 'The name or the password is wrong',
  description: 'Check both and try again.',
};

/** Turns what the sign-in window reported into words. */
export function describeSignInProblem(error: unknown): SignInProblem {
  const { name, message } = error as Error;
  const { text, reason } = readRefusalReason(message);
  switch (reason) {
    case signInRefusals.strongerSignInRequired:
      return {
        title: 'A stronger sign-in is needed',
        description: `${text}. Set one up in your account at the identity provider (an authenticator app, a security key or a passkey), then try again: you will be asked for it.`,
      };
    case signInRefusals.unusableIdentity:
    case signInRefusals.unusableRoles:
      return {
        title: 'The portal cannot use your account as it is',
        description: `${text}. Show this to the platform team; trying again does not help.`,
      };
    default:
  }
  switch (name) {
    case 'ServiceUnavailableError':
      return {
        title: 'Sign-in does not work right now',
        description: `${message}. If it lasts, tell the platform team.`,
      };
    case 'TooManyAttemptsError':
      return { title: 'Wait a little', description: `${message}.` };
    case 'PopupRejectedError':
      return {
        title: 'Your browser blocked the sign-in window',
        description: 'Allow pop-up windows for this address, then try again.',
      };
    case 'PopupClosedError':
      return {
        title: 'The sign-in window was closed',
        description: 'Try again and leave it open until it closes by itself.',
      };
    default:
      return {
        title: 'You could not be signed in',
        description: `${message}. If your account should have access, ask the platform team for a role in this portal.`,
      };
  }
}
