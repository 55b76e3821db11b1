import type { IncomingMessage } from 'node:http';
import { ApiError } from '../http/ApiError';
import { forbid } from './forbid';
import type { AccessAttributes, RbacAuthorizer } from './RbacAuthorizer';
import {
  ANONYMOUS,
  AUTHENTICATED_GROUP,
  serviceAccountUser,
  UserInfo,
} from './types';

const AUTHENTICATION_GROUP = 'authentication.k8s.io';
const EXTRA_PREFIX = 'impersonate-extra-';

/**
 * Replaces the caller by the one that `Impersonate-*` headers name, if RBAC gives the caller the verb
 * `impersonate` on each part: the user, every group, the uid and every extra value.
 */
export function impersonate(
  incoming: IncomingMessage,
  caller: UserInfo,
  authorizer: RbacAuthorizer,
): UserInfo {
  const user = header(incoming, 'impersonate-user')[0];
  const groups = header(incoming, 'impersonate-group');
  const uid = header(incoming, 'impersonate-uid')[0];
  const extra = extraOf(incoming);
  if (!user && !groups.length && !uid && !Object.keys(extra).length) {
    return caller;
  }
  if (!user) {
    throw ApiError.badRequest(
      `requested &user.DefaultInfo{Name:"", UID:"${
        uid ?? ''
      }", Groups:[]string{${groups
        .map(group => `"${group}"`)
        .join(
          ', ',
        )}}, Extra:map[string][]string(nil)} without impersonating a user name`,
    );
  }
  const serviceAccount = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user);
  const wanted: AccessAttributes[] = [
    serviceAccount
      ? {
          verb: 'impersonate',
          resource: 'serviceaccounts',
          namespace: serviceAccount[1],
          name: serviceAccount[2],
        }
      : { verb: 'impersonate', resource: 'users', name: user },
    ...groups.map(name => ({ verb: 'impersonate', resource: 'groups', name })),
    ...(uid
      ? [
          {
            verb: 'impersonate',
            group: AUTHENTICATION_GROUP,
            resource: 'uids',
            name: uid,
          },
        ]
      : []),
    ...Object.entries(extra).flatMap(([key, values]) =>
      values.map(name => ({
        verb: 'impersonate',
        group: AUTHENTICATION_GROUP,
        resource: 'userextras',
        subresource: key,
        name,
      })),
    ),
  ];
  for (const attributes of wanted) {
    if (!authorizer.authorize(caller, attributes).allowed) {
      throw forbid(caller, attributes);
    }
  }
  if (serviceAccount && !groups.length) {
    return serviceAccountUser(serviceAccount[1], serviceAccount[2], uid);
  }
  // Impersonating a user brings none of that user's groups.
  const isAnonymous = user === ANONYMOUS.username;
  return {
    username: user,
    uid,
    groups: [
      ...new Set([
        ...groups,
        ...(isAnonymous ? ANONYMOUS.groups : [AUTHENTICATED_GROUP]),
      ]),
    ],
    extra: Object.keys(extra).length ? extra : undefined,
  };
}

function extraOf(incoming: IncomingMessage): Record<string, string[]> {
  const extra: Record<string, string[]> = {};
  for (const key of Object.keys(incoming.headersDistinct)) {
    if (key.startsWith(EXTRA_PREFIX)) {
      extra[decodeURIComponent(key.slice(EXTRA_PREFIX.length))] = header(
        incoming,
        key,
      );
    }
  }
  return extra;
}

function header(incoming: IncomingMessage, name: string): string[] {
  return (incoming.headersDistinct[name] ?? []).filter(Boolean);
}
