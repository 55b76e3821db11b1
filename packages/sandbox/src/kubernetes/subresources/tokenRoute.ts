import { TOKEN_ISSUER } from '../access/ServiceAccountTokens';
import { ApiError } from '../http/ApiError';
import type { ResourceRequestInfo } from '../http/parseRequestInfo';
import { readOptionalObject } from '../http/readBody';
import { sendObject } from '../http/respond';
import type { ApiContext, ApiRequest } from '../http/types';
import { resourceTypes } from '../resourceTypes';
import { formatTime } from '../time';
import { parseWriteOptions } from '../write/writeOptions';

const DEFAULT_EXPIRATION_SECONDS = 3_600;
const MIN_EXPIRATION_SECONDS = 600;
const MAX_EXPIRATION_SECONDS = 2 ** 32;

/** POST of `serviceaccounts/…/token`: a JWT for an audience and a time. */
export async function tokenRoute(
  api: ApiContext,
  request: ApiRequest<ResourceRequestInfo>,
): Promise<void> {
  const { incoming, response, url, info } = request;
  const options = parseWriteOptions(
    incoming,
    response,
    url.searchParams,
    'CreateOptions',
  );
  const body = await readOptionalObject(incoming, 'TokenRequest');
  const serviceAccount = api.store.get(
    resourceTypes.serviceaccounts,
    info.namespace,
    info.name!,
  );
  if (!serviceAccount) {
    throw ApiError.notFound(resourceTypes.serviceaccounts, info.name!);
  }
  const expirationSeconds =
    body.spec?.expirationSeconds ?? DEFAULT_EXPIRATION_SECONDS;
  checkExpiration(expirationSeconds);
  if (body.spec?.boundObjectRef) {
    throw new ApiError(
      501,
      'NotImplemented',
      'this server does not bind tokens to objects (spec.boundObjectRef)',
    );
  }
  const audiences: string[] = body.spec?.audiences?.length
    ? body.spec.audiences
    : [TOKEN_ISSUER];
  const { token, expiresAtMs } = await api.tokens.issue({
    serviceAccount,
    audiences,
    expirationSeconds,
  });
  const { name, namespace, uid } = serviceAccount.metadata;
  sendObject(response, 201, {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: {
      name,
      namespace,
      uid,
      creationTimestamp: formatTime(Date.now()),
    },
    spec: { audiences, expirationSeconds, boundObjectRef: null },
    // A dry run goes through all checks and yields nothing that could be used.
    status: {
      token: options.dryRun ? '' : token,
      expirationTimestamp: formatTime(expiresAtMs),
    },
  });
}

function checkExpiration(seconds: number): void {
  const refuse = (rule: string) =>
    ApiError.invalid(
      { group: 'authentication.k8s.io', kind: 'TokenRequest' },
      '',
      [
        {
          reason: 'FieldValueInvalid',
          message: `Invalid value: ${seconds}: ${rule}`,
          field: 'spec.expirationSeconds',
        },
      ],
    );
  if (seconds < MIN_EXPIRATION_SECONDS) {
    throw refuse('may not specify a duration less than 10 minutes');
  }
  if (seconds > MAX_EXPIRATION_SECONDS) {
    throw refuse('may not specify a duration larger than 2^32 seconds');
  }
}
