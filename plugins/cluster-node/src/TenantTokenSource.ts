import { NotAllowedError } from '@backstage/errors';
import { CoreV1Api } from '@kubernetes/client-node';
import { abortable } from './abortable';
import { ClusterConfig } from './config';
import { platformKubeConfig } from './kubeConfigs';
import { kubernetesStatusCode, toBackstageError } from './kubernetesErrors';

/** Tokens are renewed this long before they end, so that none ends under a running request. */
const RENEW_BEFORE_EXPIRY_MS = 120_000;

/** A portal with more namespaces than this asks for tokens more often; it never holds more. */
const MAX_CACHED_TOKENS = 5_000;

/** A token of a tenant's ServiceAccount. */
export type TenantToken = { token: string; expiresAt: Date };

/**
 * Short-lived tokens of the tenants' own ServiceAccounts, by TokenRequest.
 *
 * @remarks
 * The PROMISE is cached, so any number of concurrent callers cause one request.
 * It runs to its own deadline: a caller that gives up does not take the token
 * away from the others. Failures are not cached.
 */
export class TenantTokenSource {
  readonly #serviceAccount: string;
  readonly #lifetimeMs: number;
  readonly #timeoutMs: number;
  readonly #tokens = new Map<string, Promise<TenantToken>>();

  constructor(options: {
    serviceAccount: string;
    lifetimeMs: number;
    timeoutMs: number;
  }) {
    this.#serviceAccount = options.serviceAccount;
    this.#lifetimeMs = options.lifetimeMs;
    this.#timeoutMs = options.timeoutMs;
  }

  async get(cluster: ClusterConfig, namespace: string): Promise<TenantToken> {
    const key = `${cluster.name}/${namespace}`;
    const cached = this.#tokens.get(key);
    if (cached) {
      const token = await cached;
      if (token.expiresAt.getTime() - Date.now() > RENEW_BEFORE_EXPIRY_MS) {
        return token;
      }
      // Only the first of the callers that wake up here finds the old promise.
      if (this.#tokens.get(key) === cached) this.#tokens.delete(key);
      return this.get(cluster, namespace);
    }
    if (this.#tokens.size >= MAX_CACHED_TOKENS) {
      const [oldest] = this.#tokens.keys();
      this.#tokens.delete(oldest);
    }
    const requested = this.#request(cluster, namespace);
    this.#tokens.set(key, requested);
    requested.catch(() => {
      if (this.#tokens.get(key) === requested) this.#tokens.delete(key);
    });
    return requested;
  }

  async #request(
    cluster: ClusterConfig,
    namespace: string,
  ): Promise<TenantToken> {
    const name = this.#serviceAccount;
    const requestedAt = Date.now();
    try {
      const answer = await platformKubeConfig(cluster)
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
      throw this.#explain(error, cluster.name, namespace);
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
