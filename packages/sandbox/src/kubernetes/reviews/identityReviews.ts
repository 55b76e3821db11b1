import { TOKEN_ISSUER } from '../access/ServiceAccountTokens';
import { ApiError } from '../http/ApiError';
import type { ResourceRequestInfo } from '../http/parseRequestInfo';
import { readObject } from '../http/readBody';
import { sendObject } from '../http/respond';
import type { ApiContext, ApiRequest } from '../http/types';
import { formatTime } from '../time';

const API_VERSION = 'authentication.k8s.io/v1';

/** POST of `selfsubjectreviews`: who am I. */
export async function selfReviewRoute(
  api: ApiContext,
  request: ApiRequest<ResourceRequestInfo>,
): Promise<void> {
  await readObject(request.incoming, 'SelfSubjectReview');
  sendObject(request.response, 201, {
    kind: 'SelfSubjectReview',
    apiVersion: API_VERSION,
    metadata: { creationTimestamp: formatTime(api.clock.now()) },
    status: { userInfo: request.user },
  });
}

/** POST of `tokenreviews`: whose token is this; a wrong one is a 201 with the reason. */
export async function tokenReviewRoute(
  api: ApiContext,
  request: ApiRequest<ResourceRequestInfo>,
): Promise<void> {
  const body = await readObject(request.incoming, 'TokenReview');
  const { token, audiences = [TOKEN_ISSUER] } = body.spec ?? {};
  if (!token) {
    throw ApiError.badRequest(
      'token is required for TokenReview in authentication',
    );
  }
  const user = await api.authenticator.authenticateToken(token, audiences);
  sendObject(request.response, 201, {
    kind: 'TokenReview',
    apiVersion: API_VERSION,
    metadata: {},
    spec: body.spec,
    status: user
      ? { authenticated: true, user, audiences }
      : { user: {}, error: 'invalid bearer token' },
  });
}
