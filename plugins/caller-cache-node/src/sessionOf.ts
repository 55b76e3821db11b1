import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';

/** One sign-in of a person. */
export type Session = {
  userEntityRef: string;
  /** The part of the token that says who it is and until when, the same in each plugin. */
  token: string;
};

/** Undefined for everybody but people, and for a session that has ended. */
export async function sessionOf(
  auth: AuthService,
  credentials: BackstageCredentials,
): Promise<Session | undefined> {
  if (!auth.isPrincipal(credentials, 'user')) return undefined;
  const { userEntityRef } = credentials.principal;
  const { token, expiresAt } = await auth.getLimitedUserToken(credentials);
  return expiresAt.getTime() > Date.now()
    ? { userEntityRef, token }
    : undefined;
}
