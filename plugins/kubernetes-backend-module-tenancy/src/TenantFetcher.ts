import { ServiceUnavailableError, toError } from '@backstage/errors';
import { KubernetesFetchError } from '@backstage/plugin-kubernetes-common';
import {
  ClusterDetails,
  FetchResponseWrapper,
  KubernetesCredential,
  KubernetesFetcher,
  ObjectFetchParams,
} from '@backstage/plugin-kubernetes-node';
import { ClusterService, TenantClient } from '@internal/plugin-cluster-node';
import { TenancyService } from '@internal/plugin-tenancy-node';
import { AllowedResources } from './allowedResources';
import { ClusterBinding, ScopedClusters } from './ScopedClusters';

/** An entity that names no namespace is looked for in this many of the caller's. */
const MAX_NAMESPACES = 50;

/** Namespaces that are read at the same time. */
const CONCURRENCY = 5;

/** How long a cluster may take for all namespaces of one read; the stock fetcher waits for ever. */
const READ_TIMEOUT_MS = 15_000;

type Read = (
  namespace: string,
  credential: KubernetesCredential,
) => Promise<FetchResponseWrapper>;

/**
 * Layer 2, the enforcement point: every read of the stock plugin and of its MCP
 * action ends here, and goes on namespace by namespace with the token of that
 * namespace's own ServiceAccount, or not at all.
 */
export class TenantFetcher implements KubernetesFetcher {
  readonly #stock: KubernetesFetcher;
  readonly #clusters: ClusterService;
  readonly #tenancy: TenancyService;
  readonly #scoped: ScopedClusters;
  readonly #allowed: AllowedResources;
  readonly #timeoutMs: number;

  constructor(options: {
    stock: KubernetesFetcher;
    clusters: ClusterService;
    tenancy: TenancyService;
    scoped: ScopedClusters;
    allowed: AllowedResources;
    /** Default 15 seconds. */
    timeoutMs?: number;
  }) {
    this.#stock = options.stock;
    this.#clusters = options.clusters;
    this.#tenancy = options.tenancy;
    this.#scoped = options.scoped;
    this.#allowed = options.allowed;
    this.#timeoutMs = options.timeoutMs ?? READ_TIMEOUT_MS;
  }

  async fetchObjectsForService(
    params: ObjectFetchParams,
  ): Promise<FetchResponseWrapper> {
    const customResources = params.customResources.filter(r =>
      this.#allowed.custom(params.clusterDetails.name, r),
    );
    const objectTypesToFetch = new Set(
      [...params.objectTypesToFetch].filter(r => this.#allowed.builtIn(r)),
    );
    const result = await this.#readEach(
      params.clusterDetails,
      // Undefined would mean the whole cluster: it becomes the caller's namespaces.
      params.namespace === undefined ? undefined : [params.namespace],
      (namespace, credential) =>
        this.#stock.fetchObjectsForService({
          ...params,
          namespace,
          credential,
          customResources,
          objectTypesToFetch,
        }),
    );
    if (customResources.length < params.customResources.length) {
      result.errors.push({
        errorType: 'FETCH_ERROR',
        message:
          'Some custom resources were not read: only those in the configuration of the portal are',
      });
    }
    return result;
  }

  async fetchPodMetricsByNamespaces(
    clusterDetails: ClusterDetails,
    _credential: KubernetesCredential,
    namespaces: Set<string>,
    labelSelector?: string,
  ): Promise<FetchResponseWrapper> {
    return this.#readEach(
      clusterDetails,
      [...namespaces],
      (namespace, credential) =>
        this.#stock.fetchPodMetricsByNamespaces(
          clusterDetails,
          credential,
          new Set([namespace]),
          labelSelector,
        ),
    );
  }

  async #readEach(
    cluster: ClusterDetails,
    wanted: string[] | undefined,
    read: Read,
  ): Promise<FetchResponseWrapper> {
    const result: FetchResponseWrapper = { errors: [], responses: [] };
    const binding = this.#scoped.get(cluster);
    if (!binding) {
      result.errors.push(forbidden());
      return result;
    }
    const namespaces = wanted ?? [...binding.scope.namespaces];
    if (namespaces.length > MAX_NAMESPACES) {
      namespaces.length = MAX_NAMESPACES;
      result.errors.push({
        errorType: 'FETCH_ERROR',
        message: `Only ${MAX_NAMESPACES} namespaces were searched: set the annotation backstage.io/kubernetes-namespace`,
      });
    }
    // One deadline for all of them: a cluster that hangs is waited for once.
    const deadline = AbortSignal.timeout(this.#timeoutMs);
    for (let i = 0; i < namespaces.length; i += CONCURRENCY) {
      const parts = await Promise.all(
        namespaces
          .slice(i, i + CONCURRENCY)
          .map(namespace => this.#readOne(binding, namespace, read, deadline)),
      );
      for (const part of parts) {
        result.errors.push(...part.errors);
        result.responses.push(...part.responses);
      }
    }
    return result;
  }

  async #readOne(
    binding: ClusterBinding,
    namespace: string,
    read: Read,
    deadline: AbortSignal,
  ): Promise<FetchResponseWrapper> {
    const { credentials, scope } = binding;
    if (!scope.namespaces.includes(namespace)) {
      // Asked again for the record: the denial is audited with its reason.
      await this.#tenancy.decide({
        credentials,
        namespace: { cluster: scope.cluster, namespace },
      });
      return { errors: [forbidden(namespace)], responses: [] };
    }
    try {
      const client = await this.#clusters.forTenant({
        scope,
        namespace,
        signal: deadline,
      });
      deadline.throwIfAborted();
      const result = await before(deadline, read(namespace, bearer(client)));
      if (result.errors.some(isUnauthenticated)) this.#clusters.refused(client);
      return result;
    } catch (error) {
      // One namespace that fails takes nothing from the others.
      const { name, message } = deadline.aborted
        ? new ServiceUnavailableError(
            `Cluster '${scope.cluster}' did not answer in time`,
          )
        : toError(error);
      return {
        errors: [
          name === 'NotAllowedError'
            ? forbidden(namespace)
            : { errorType: 'FETCH_ERROR', message },
        ],
        responses: [],
      };
    }
  }
}

/** The stock fetcher cannot be stopped, but nobody has to wait for it. */
async function before<T>(deadline: AbortSignal, reading: Promise<T>) {
  let onAbort = () => {};
  const late = new Promise<never>((_, reject) => {
    onAbort = () => reject(deadline.reason);
    deadline.addEventListener('abort', onAbort, { once: true });
  });
  return Promise.race([reading, late]).finally(() =>
    deadline.removeEventListener('abort', onAbort),
  );
}

/** Never anything but a token: a request without one would be made as nobody, or as the portal. */
function bearer({ token }: TenantClient): KubernetesCredential {
  if (!token) throw new ServiceUnavailableError('The namespace has no token');
  return { type: 'bearer token', token };
}

function isUnauthenticated(error: KubernetesFetchError): boolean {
  return 'statusCode' in error && error.statusCode === 401;
}

function forbidden(namespace?: string): KubernetesFetchError {
  return {
    errorType: 'UNAUTHORIZED_ERROR',
    statusCode: 403,
    ...(namespace !== undefined && {
      resourcePath: `/api/v1/namespaces/${encodeURIComponent(
        String(namespace).slice(0, 253),
      )}`,
    }),
  };
}
