import { OAuth2Session } from '@backstage/core-app-api';
import { BackstageUserIdentity } from '@backstage/frontend-plugin-api';

const SECOND_MS = 1_000;

/** What the portal's own ways in answer; they have no access token of anybody else's. */
export type PortalSession = {
  profile: OAuth2Session['profile'];
  backstageIdentity: {
    token: string;
    identity: BackstageUserIdentity;
    expiresInSeconds?: number;
  };
};

/** Makes the session that the stock session manager keeps and refreshes in time. */
export function toSession(answer: PortalSession): OAuth2Session {
  const { token, identity, expiresInSeconds } = answer.backstageIdentity;
  return {
    providerInfo: { idToken: '', accessToken: '', scopes: new Set() },
    profile: answer.profile,
    backstageIdentity: {
      token,
      identity,
      expiresAt: expiresInSeconds
        ? new Date(Date.now() + expiresInSeconds * SECOND_MS)
        : undefined,
    },
  };
}

/**
 * Back to the sign-in page: the session ended in the middle of something, and a new
 * one needs somebody at the keyboard.
 */
export function startOver(): never {
  window.location.reload();
  throw new Error('The session has ended, sign in again');
}
