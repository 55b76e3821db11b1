import { apiGroups } from '../discovery/discoveryDocuments';
import { getRoute, listRoute } from '../read/readRoutes';
import { findReview } from '../reviews/reviewRoutes';
import { evictionRoute } from '../subresources/evictionRoute';
import { logRoute } from '../subresources/logRoute';
import {
  CONNECTING_SUBRESOURCES,
  refuseConnection,
} from '../subresources/refuseConnection';
import { scaleRoute } from '../subresources/scaleRoute';
import { tokenRoute } from '../subresources/tokenRoute';
import { deleteCollectionRoute, deleteRoute } from '../write/deleteRoutes';
import { createRoute, patchRoute, updateRoute } from '../write/writeRoutes';
import { ApiError } from './ApiError';
import type { ResourceRequestInfo } from './parseRequestInfo';
import { sendPageNotFound } from './respond';
import { findServedResource, ServedResource, verbsOf } from './servedResources';
import type { ApiContext, ApiRequest } from './types';

/** Routes of objects and collections. */
const ROUTES = {
  get: getRoute,
  list: listRoute,
  watch: listRoute,
  create: createRoute,
  update: updateRoute,
  patch: patchRoute,
  delete: deleteRoute,
  deletecollection: deleteCollectionRoute,
};

/** Verbs of each subresource that is answered. */
const SUBRESOURCE_VERBS: Record<string, string[]> = {
  eviction: ['create'],
  log: ['get'],
  scale: ['get', 'update', 'patch'],
  status: ['get', 'update', 'patch'],
  token: ['create'],
};

/** Sends an allowed request for a resource to its route. */
export async function routeResource(
  api: ApiContext,
  request: ApiRequest<ResourceRequestInfo>,
): Promise<void> {
  const { info, response } = request;
  if (info.group && !apiGroups.has(info.group)) {
    sendPageNotFound(response);
    return;
  }
  const review = findReview(info);
  if (review) {
    await review(api, request);
    return;
  }
  const served = findServedResource(info.group, info.version, info.resource);
  if (!served) {
    throw ApiError.unknownResource();
  }
  if (info.subresource !== undefined) {
    await routeSubresource(api, request, served);
    return;
  }
  checkScope(served, info);
  if (!verbsOf(served).includes(info.verb)) {
    throw ApiError.methodNotAllowed();
  }
  await ROUTES[info.verb](api, request, served);
}

/** Objects of a namespace are only reached through it; only a read may span all. */
function checkScope(served: ServedResource, info: ResourceRequestInfo): void {
  const collection = info.verb === 'list' || info.verb === 'watch';
  if (served.type.namespaced && info.namespace === undefined && !collection) {
    throw info.name === undefined
      ? ApiError.methodNotAllowed()
      : ApiError.unknownResource();
  }
  if (!served.type.namespaced && info.namespace !== undefined) {
    throw ApiError.unknownResource();
  }
  const needsName = info.verb === 'update' || info.verb === 'patch';
  if (
    (needsName && info.name === undefined) ||
    (info.verb === 'create' && info.name !== undefined)
  ) {
    throw ApiError.methodNotAllowed();
  }
}

async function routeSubresource(
  api: ApiContext,
  request: ApiRequest<ResourceRequestInfo>,
  served: ServedResource,
): Promise<void> {
  const { info } = request;
  const subresource = info.subresource!;
  if (
    !served.type.subresources?.includes(subresource) ||
    served.type.namespaced !== (info.namespace !== undefined)
  ) {
    throw ApiError.unknownResource();
  }
  if (CONNECTING_SUBRESOURCES.includes(subresource)) {
    refuseConnection(api, request);
  }
  const verbs = SUBRESOURCE_VERBS[subresource];
  if (!verbs) {
    throw new ApiError(
      501,
      'NotImplemented',
      `this server does not support ${info.resource}/${subresource}`,
    );
  }
  if (!verbs.includes(info.verb)) {
    throw ApiError.methodNotAllowed();
  }
  switch (subresource) {
    case 'eviction':
      return evictionRoute(api, request);
    case 'log':
      return logRoute(api, request);
    case 'scale':
      return scaleRoute(api, request, served);
    case 'token':
      return tokenRoute(api, request);
    default:
      return ROUTES[info.verb](api, request, served);
  }
}
