import { ApiError } from '../http/ApiError';
import { qualifiedName } from '../resourceTypes';
import type { AccessAttributes } from './RbacAuthorizer';
import type { UserInfo } from './types';

/** The 403 for something that RBAC does not allow, in the words of the real server. */
export function forbid(user: UserInfo, attributes: AccessAttributes): ApiError {
  const {
    verb,
    group = '',
    resource = '',
    subresource,
    namespace,
    name,
    path,
  } = attributes;
  if (path !== undefined) {
    return new ApiError(
      403,
      'Forbidden',
      `forbidden: User "${user.username}" cannot ${verb} path "${path}"`,
      {},
    );
  }
  const what = qualifiedName({ group, plural: resource });
  const full = subresource ? `${resource}/${subresource}` : resource;
  const where = namespace
    ? `in the namespace "${namespace}"`
    : 'at the cluster scope';
  return new ApiError(
    403,
    'Forbidden',
    `${name ? `${what} "${name}"` : what} is forbidden: User "${
      user.username
    }" cannot ${verb} resource "${full}" in API group "${group}" ${where}`,
    { name, group: group || undefined, kind: resource },
  );
}
