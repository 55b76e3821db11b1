import { TOKEN_ISSUER } from '../access/ServiceAccountTokens';
import { ApiError } from '../http/ApiError';
import { AnswerForm, negotiate } from '../http/negotiate';
import type { PathRequestInfo } from '../http/parseRequestInfo';
import { sendObject, sendPageNotFound, sendText } from '../http/respond';
import type { ApiContext, ApiRequest } from '../http/types';
import {
  aggregatedDocument,
  apiGroupDocument,
  apiGroups,
  resourceListDocument,
} from './discoveryDocuments';

const VERSION = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: 'v1.36.2',
  gitCommit: 'sandbox',
  gitTreeState: 'clean',
  buildDate: '2026-06-09T00:00:00Z',
  goVersion: 'go1.26.10',
  compiler: 'gc',
  platform: 'linux/amd64',
};

const HEALTH_PATHS = ['/healthz', '/livez', '/readyz'];

/** Answers what is no resource: version, health, discovery, the keys of tokens. */
export async function pathRoute(
  api: ApiContext,
  request: ApiRequest<PathRequestInfo>,
): Promise<void> {
  const { incoming, response, url } = request;
  const path =
    url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname;
  const known = await documentOf(api, request, path);
  if (!known) {
    sendPageNotFound(response);
    return;
  }
  if (incoming.method !== 'GET' && incoming.method !== 'HEAD') {
    throw ApiError.methodNotAllowed();
  }
  if ('text' in known) {
    if (known.contentType.startsWith('text/')) {
      response.setHeader('X-Content-Type-Options', 'nosniff');
    }
    sendText(response, 200, known.text, known.contentType);
    return;
  }
  if (known.form?.as) {
    response.setHeader('Vary', 'Accept');
  }
  sendObject(response, 200, known.body, known.form);
}

type Answer =
  | { text: string; contentType: string }
  | { body: unknown; form?: AnswerForm };

async function documentOf(
  api: ApiContext,
  request: ApiRequest<PathRequestInfo>,
  path: string,
): Promise<Answer | undefined> {
  const health = HEALTH_PATHS.find(
    candidate => path === candidate || path.startsWith(`${candidate}/`),
  );
  if (health) {
    return {
      text: healthText(request.url, health),
      contentType: 'text/plain; charset=utf-8',
    };
  }
  switch (path) {
    case '/':
      return { body: { paths: paths() } };
    case '/version':
      return { body: VERSION };
    case '/.well-known/openid-configuration':
      return { body: openIdConfiguration(request) };
    case '/openid/v1/jwks':
      return {
        text: JSON.stringify(await api.tokens.jwks()),
        contentType: 'application/jwk-set+json',
      };
    case '/api':
    case '/apis':
      return discoveryRoot(request, path);
    default:
      return discoveryOf(path);
  }
}

function discoveryRoot(request: ApiRequest, path: string): Answer {
  const form = negotiate(request.incoming.headers.accept, { streaming: false });
  if (form.as === 'APIGroupDiscoveryList') {
    return {
      body: aggregatedDocument(path === '/api' ? [''] : [...apiGroups.keys()]),
      form,
    };
  }
  if (path === '/api') {
    const serverAddress = request.incoming.headers.host;
    return {
      body: {
        kind: 'APIVersions',
        versions: ['v1'],
        serverAddressByClientCIDRs: [
          { clientCIDR: '0.0.0.0/0', serverAddress },
        ],
      },
    };
  }
  return {
    body: {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: [...apiGroups.keys()].map(apiGroupDocument),
    },
  };
}

function discoveryOf(path: string): Answer | undefined {
  if (path === '/api/v1') {
    return { body: resourceListDocument('', 'v1') };
  }
  const [, root, group, version, more] = path.split('/');
  const versions = apiGroups.get(group);
  if (root !== 'apis' || !versions || more !== undefined) {
    return undefined;
  }
  if (version === undefined) {
    return {
      body: { kind: 'APIGroup', apiVersion: 'v1', ...apiGroupDocument(group) },
    };
  }
  if (!versions.includes(version)) {
    throw ApiError.unknownResource();
  }
  return { body: resourceListDocument(group, version) };
}

function healthText(url: URL, path: string): string {
  const name = path.slice(1);
  return url.searchParams.has('verbose')
    ? `[+]ping ok\n[+]log ok\n${name} check passed\n`
    : 'ok';
}

function openIdConfiguration(request: ApiRequest): unknown {
  return {
    issuer: TOKEN_ISSUER,
    jwks_uri: `http://${request.incoming.headers.host}/openid/v1/jwks`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  };
}

function paths(): string[] {
  const groups = [...apiGroups].flatMap(([group, versions]) => [
    `/apis/${group}`,
    ...versions.map(version => `/apis/${group}/${version}`),
  ]);
  return [
    '/.well-known/openid-configuration',
    '/api',
    '/api/v1',
    '/apis',
    ...groups,
    ...HEALTH_PATHS,
    '/openid/v1/jwks',
    '/version',
  ].sort();
}
