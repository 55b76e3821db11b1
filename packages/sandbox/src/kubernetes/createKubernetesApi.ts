import { randomBytes } from 'node:crypto';
import {
  createServer as createHttpServer,
  IncomingMessage,
  ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Clock, ContainerLogs, ObjectStore } from '../types';
import { Authenticator } from './access/Authenticator';
import { forbid } from './access/forbid';
import { impersonate } from './access/impersonate';
import { RbacAuthorizer } from './access/RbacAuthorizer';
import {
  ServiceAccountTokens,
  TOKEN_ISSUER,
} from './access/ServiceAccountTokens';
import { MASTERS_GROUP, UserInfo } from './access/types';
import { pathRoute } from './discovery/pathRoute';
import { ApiError } from './http/ApiError';
import {
  parseRequestInfo,
  PathRequestInfo,
  ResourceRequestInfo,
} from './http/parseRequestInfo';
import { sendError } from './http/respond';
import { routeResource } from './http/routeResource';
import type { ApiContext, ApiRequest } from './http/types';
import { resourceTypes } from './resourceTypes';
import { Remover } from './write/Remover';

/** The portal's own token outlives any run of the sandbox. */
const PORTAL_TOKEN_SECONDS = 30 * 24 * 3_600;
const TOKEN_BYTES = 24;

/** Options of {@link createKubernetesApi}. */
export type KubernetesApiOptions = {
  store: ObjectStore;
  clock: Clock;
  containerLogs: ContainerLogs;
  /** Address to listen on; default 127.0.0.1. */
  host?: string;
  /** Port to listen on; default 0, which is any free one. */
  port?: number;
  /** PEM texts to serve HTTPS with, which kubectl needs to send a token at all; default plain HTTP. */
  tls?: { key: string; cert: string };
  /** Token of the cluster's administrator; default a random one. */
  adminToken?: string;
  /** More static tokens and their users, e.g. for tests. */
  staticTokens?: Record<string, UserInfo>;
};

/** A running API server. */
export type KubernetesApi = {
  url: string;
  /** A member of `system:masters`. */
  adminToken: string;
  /** A token of any ServiceAccount that exists, as TokenRequest would give it. */
  issueToken(options: {
    namespace: string;
    name: string;
    expirationSeconds?: number;
  }): Promise<string>;
  close(): Promise<void>;
};

/**
 * Serves the objects of a store as kube-apiserver 1.36 would: authentication, RBAC, lists, watches, writes,
 * logs and reviews.
 *
 * @remarks
 * A request goes through the same steps as there, in the same order, so that it is refused for the same
 * reason: who are you (401), for whom do you speak (403), may they (403), is there such a thing (404), and
 * only then the arguments.
 */
export async function createKubernetesApi(
  options: KubernetesApiOptions,
): Promise<KubernetesApi> {
  const { store, clock, containerLogs, host = '127.0.0.1', port = 0 } = options;
  const adminToken =
    options.adminToken ?? randomBytes(TOKEN_BYTES).toString('base64url');
  const tokens = await ServiceAccountTokens.create({ store });
  const api: ApiContext = {
    store,
    clock,
    containerLogs,
    tokens,
    authenticator: Authenticator.create({
      tokens,
      staticTokens: {
        ...options.staticTokens,
        [adminToken]: { username: 'admin', groups: [MASTERS_GROUP] },
      },
    }),
    authorizer: RbacAuthorizer.create({ store }),
    remover: Remover.create({ store, clock }),
  };
  const closing = new AbortController();
  const listener = (incoming: IncomingMessage, response: ServerResponse) => {
    handle(api, incoming, response, closing.signal).catch(error =>
      fail(response, error),
    );
  };
  const server = options.tls
    ? createHttpsServer(options.tls, listener)
    : createHttpServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: boundPort } = server.address() as AddressInfo;
  return {
    url: `${options.tls ? 'https' : 'http'}://${host}:${boundPort}`,
    adminToken,
    async issueToken({
      namespace,
      name,
      expirationSeconds = PORTAL_TOKEN_SECONDS,
    }) {
      const serviceAccount = store.get(
        resourceTypes.serviceaccounts,
        namespace,
        name,
      );
      if (!serviceAccount) {
        throw ApiError.notFound(resourceTypes.serviceaccounts, name);
      }
      const { token } = await tokens.issue({
        serviceAccount,
        audiences: [TOKEN_ISSUER],
        expirationSeconds,
      });
      return token;
    },
    async close() {
      closing.abort();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

async function handle(
  api: ApiContext,
  incoming: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const caller = await api.authenticator.authenticateHeader(
    incoming.headers.authorization,
  );
  const info = parseRequestInfo(incoming.method ?? 'GET', url);
  if (!info) {
    throw ApiError.methodNotAllowed();
  }
  const user = impersonate(incoming, caller, api.authorizer);
  const attributes =
    info.kind === 'path'
      ? { verb: info.verb, path: info.path }
      : {
          verb: info.verb,
          group: info.group,
          resource: info.resource,
          subresource: info.subresource,
          // A Namespace is authorised within itself, so that its tenants may read it.
          namespace:
            info.resource === 'namespaces' ? info.name : info.namespace,
          name: info.name,
        };
  if (!api.authorizer.authorize(user, attributes).allowed) {
    throw forbid(user, attributes);
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const request = {
    incoming,
    response,
    url,
    info,
    user,
    signal: AbortSignal.any([gone.signal, closing]),
  };
  if (info.kind === 'path') {
    await pathRoute(api, request as ApiRequest<PathRequestInfo>);
  } else {
    await routeResource(api, request as ApiRequest<ResourceRequestInfo>);
  }
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof ApiError) {
    sendError(response, error);
    return;
  }
  // A fault of the sandbox itself: loud, and never an empty success.
  sendError(
    response,
    ApiError.internal(
      `sandbox: ${
        error instanceof Error ? error.stack ?? error.message : String(error)
      }`,
    ),
  );
}
