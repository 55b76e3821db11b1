/** Who sent a request, as `SelfSubjectReview` shows it. */
export type UserInfo = {
  username: string;
  uid?: string;
  groups: string[];
  extra?: Record<string, string[]>;
};

/** The caller without any credentials. */
export const ANONYMOUS: UserInfo = {
  username: 'system:anonymous',
  groups: ['system:unauthenticated'],
};

/** Members may do everything, whatever RBAC says. */
export const MASTERS_GROUP = 'system:masters';

/** Everybody who presented valid credentials. */
export const AUTHENTICATED_GROUP = 'system:authenticated';

/** The user that a ServiceAccount acts as. */
export function serviceAccountUser(
  namespace: string,
  name: string,
  uid?: string,
): UserInfo {
  return {
    username: `system:serviceaccount:${namespace}:${name}`,
    uid,
    groups: [
      'system:serviceaccounts',
      `system:serviceaccounts:${namespace}`,
      AUTHENTICATED_GROUP,
    ],
  };
}
