import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { abortable } from './abortable';
import { kubernetesStatusCode, toBackstageError } from './kubernetesErrors';
import { UnreachableClusters } from './UnreachableClusters';

/** Tokens are renewed this long before they end, so that none ends under a running request. */
const RENEW_BEFORE_EXPIRY_MS = 120_000;

/** A portal with more namespaces than this asks for tokens more often; it never holds more. */
const MAX_CACHED_TOKENS = 5_000;

/** A token of a tenant's ServiceAccount. */
export type TenantToken = { token: string; expiresAt: Date };

/** Whose token, and who asks for it. */
export type TenantTokenRequest = {
  cluster: string;
  namespace: string;
  /** Reaches the cluster as the portal. */
  portal: () => KubeConfig;
};

/**
 * Short-lived tokens of the tenants' own ServiceAccounts, by TokenRequest.
 *
 * @remarks
 * The PROMISE is cached, so any number of concurrent callers cause one request.
 * It runs to its own deadline: a caller that gives up does not take the token
 * away from the others. Failures are not cached, but a cluster that did not
 * answer is left alone for a moment, so that a caller with many namespaces there
 * waits for one deadline and not for each. Clusters share nothing.
 */
export class TenantTokenSource {
  readonly #serviceAccount: string;
  readonly #lifetimeMs: number;
  readonly #timeoutMs: number;
  readonly #tokens = new Map<string, Promise<TenantToken>>();
  readonly #unreachable = new UnreachableClusters();

  constructor(options: {
    serviceAccount: string;
    lifetimeMs: number;
    timeoutMs: number;
  }) {
    this.#serviceAccount = options.serviceAccount;
    this.#lifetimeMs = options.lifetimeMs;
    this.#timeoutMs = options.timeoutMs;
  }

  async get(request: TenantTokenRequest): Promise<TenantToken> {
    const key = keyOf(request);
    const cached = this.#tokens.get(key);
    if (cached) {
      const token = await cached;
      if (token.expiresAt.getTime() - Date.now() > RENEW_BEFORE_EXPIRY_MS) {
        return token;
      }
      // Only the first of the callers that wake up here finds the old promise.
      this.#forget(key, cached);
      return this.get(request);
    }
    this.#unreachable.check(request.cluster);
    if (this.#tokens.size >= MAX_CACHED_TOKENS) {
      const [oldest] = this.#tokens.keys();
      this.#tokens.delete(oldest);
    }
    const requested = this.#request(request);
    this.#tokens.set(key, requested);
    requested.catch(() => this.#forget(key, requested));
    return requested;
  }

  /** Forgets a token that the API server refuses, and no newer one. */
  async drop(refused: {
    cluster: string;
    namespace: string;
    token: string;
  }): Promise<void> {
    const key = keyOf(refused);
    const cached = this.#tokens.get(key);
    const current = await cached?.catch(() => undefined);
    if (cached && current?.token === refused.token) this.#forget(key, cached);
  }

  #forget(key: string, token: Promise<TenantToken>): void {
    if (this.#tokens.get(key) === token) this.#tokens.delete(key);
  }

  async #request(request: TenantTokenRequest): Promise<TenantToken> {
    const { cluster, namespace, portal } = request;
    const name = this.#serviceAccount;
    const requestedAt = Date.now();
    try {
      const answer = await portal()
        .makeApiClient(CoreV1Api)
        .createNamespacedServiceAccountToken(
          {
            name,
            namespace,
            // The audiences are the API server's own when none is named.
            body: {
              spec: {
                audiences: [],
                expirationSeconds: Math.round(this.#lifetimeMs / 1_000),
              },
            },
          },
          abortable(AbortSignal.timeout(this.#timeoutMs)),
        );
      this.#unreachable.answered(cluster);
      const token = answer.status?.token;
      const serverExpiry = answer.status?.expirationTimestamp;
      if (!token || !serverExpiry) {
        throw new Error('the answer holds no token');
      }
      // The server's clock may differ from ours, the time between its two stamps does not.
      const serverStart = answer.metadata?.creationTimestamp;
      const granted = serverStart
        ? serverExpiry.getTime() - serverStart.getTime()
        : serverExpiry.getTime() - requestedAt;
      const expiresAt = new Date(
        requestedAt + Math.min(granted, this.#lifetimeMs),
      );
      return { token, expiresAt };
    } catch (error) {
      const explained = this.#explain(error, cluster, namespace);
      if (
        kubernetesStatusCode(error) === undefined &&
        explained instanceof ServiceUnavailableError
      ) {
        this.#unreachable.silent(cluster);
      }
      throw explained;
    }
  }

  #explain(error: unknown, cluster: string, namespace: string): Error {
    const account = `ServiceAccount '${
      this.#serviceAccount
    }' of namespace '${namespace}' in cluster '${cluster}'`;
    switch (kubernetesStatusCode(error)) {
      case 403:
        return new NotAllowedError(
          `The portal may not request a token of ${account}; its Role lacks verb 'create' on 'serviceaccounts/token' with resourceNames ['${
            this.#serviceAccount
          }']`,
        );
      case 404:
        return new NotAllowedError(
          `There is no ${account}; the namespace has not been onboarded`,
        );
      default:
        return toBackstageError(error, `No token of ${account}`);
    }
  }
}

function keyOf(of: { cluster: string; namespace: string }): string {
  return `${of.cluster}/${of.namespace}`;
}
