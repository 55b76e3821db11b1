import { ApiError } from '../http/ApiError';
import type { ResourceRequestInfo } from '../http/parseRequestInfo';
import type { ApiContext, ApiRequest } from '../http/types';
import { resourceTypes } from '../resourceTypes';

/** Subresources that connect to a container or pass a request on. */
export const CONNECTING_SUBRESOURCES = [
  'exec',
  'attach',
  'portforward',
  'proxy',
];

/**
 * There is no container behind the sandbox's pods. Without an upgrade the answer is the real one; with it,
 * and for proxying, where the real server would connect, this one says that it cannot.
 */
export function refuseConnection(
  api: ApiContext,
  request: ApiRequest<ResourceRequestInfo>,
): never {
  const { incoming, info } = request;
  if (info.resource === 'pods') {
    const pod = api.store.get(resourceTypes.pods, info.namespace, info.name!);
    if (!pod) {
      throw ApiError.notFound(resourceTypes.pods, info.name!);
    }
    if (!pod.spec?.nodeName) {
      throw ApiError.badRequest(
        `pod ${info.name} does not have a host assigned`,
      );
    }
  }
  if (info.subresource !== 'proxy' && !incoming.headers.upgrade) {
    throw ApiError.badRequest('Upgrade request required');
  }
  throw new ApiError(
    501,
    'NotImplemented',
    `this server runs no containers: ${info.resource}/${info.subresource} is not supported`,
  );
}
