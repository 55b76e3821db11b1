import { ApiError } from '../http/ApiError';
import type { ResourceRequestInfo } from '../http/parseRequestInfo';
import type { ApiContext, ApiRequest } from '../http/types';
import { accessReviewRoute, rulesReviewRoute } from './accessReviews';
import { selfReviewRoute, tokenReviewRoute } from './identityReviews';

type ReviewRoute = (
  api: ApiContext,
  request: ApiRequest<ResourceRequestInfo>,
) => Promise<void>;

/** A question that is asked by creating an object which is not stored. */
export type ReviewResource = {
  group: string;
  version: string;
  plural: string;
  singular: string;
  kind: string;
  namespaced: boolean;
  route: ReviewRoute;
};

function review(
  group: string,
  kind: string,
  route: ReviewRoute,
  namespaced = false,
): ReviewResource {
  const singular = kind.toLocaleLowerCase('en-US');
  return {
    group,
    version: 'v1',
    plural: `${singular}s`,
    singular,
    kind,
    namespaced,
    route,
  };
}

function accessReview(kind: string, namespaced = false): ReviewResource {
  return review(
    'authorization.k8s.io',
    kind,
    (api, request) => accessReviewRoute(api, request, kind),
    namespaced,
  );
}

/** All reviews, in the order of discovery. */
export const reviewResources: readonly ReviewResource[] = [
  review('authentication.k8s.io', 'SelfSubjectReview', selfReviewRoute),
  review('authentication.k8s.io', 'TokenReview', tokenReviewRoute),
  accessReview('LocalSubjectAccessReview', true),
  accessReview('SelfSubjectAccessReview'),
  review('authorization.k8s.io', 'SelfSubjectRulesReview', rulesReviewRoute),
  accessReview('SubjectAccessReview'),
];

/** Finds the review that a request asks for; it can only be created. */
export function findReview(info: ResourceRequestInfo): ReviewRoute | undefined {
  const found = reviewResources.find(
    candidate =>
      candidate.group === info.group &&
      candidate.version === info.version &&
      candidate.plural === info.resource,
  );
  if (
    found &&
    (info.verb !== 'create' ||
      info.name !== undefined ||
      found.namespaced !== (info.namespace !== undefined))
  ) {
    throw ApiError.methodNotAllowed();
  }
  return found?.route;
}
