import { toError } from '@backstage/errors';
import { KubernetesFetchError } from '@backstage/plugin-kubernetes-common';
import {
  ClusterDetails,
  FetchResponseWrapper,
  KubernetesCredential,
  KubernetesFetcher,
  ObjectFetchParams,
} from '@backstage/plugin-kubernetes-node';
import { ClusterService } from '@internal/plugin-cluster-node';
import { TenancyService } from '@internal/plugin-tenancy-node';
import { AllowedResources } from './allowedResources';
import { ClusterBinding, ScopedClusters } from './ScopedClusters';

/** An entity that names no namespace is looked for in this many of the caller's. */
const MAX_NAMESPACES = 50;

/** Namespaces that are read at the same time. */
const CONCURRENCY = 5;

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

  constructor(options: {
    stock: KubernetesFetcher;
    clusters: ClusterService;
    tenancy: TenancyService;
    scoped: ScopedClusters;
    allowed: AllowedResources;
  }) {
    this.#stock = options.stock;
    this.#clusters = options.clusters;
    this.#tenancy = options.tenancy;
    this.#scoped = options.scoped;
    this.#allowed = options.allowed;
  }

  async fetchObjectsForService(
    params: ObjectFetchParams,
  ): Promise<FetchResponseWrapper> {
    const customResources = params.customResources.filter(r =>
      this.#allowed.custom(r),
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
    for (let i = 0; i < namespaces.length; i += CONCURRENCY) {
      const parts = await Promise.all(
        namespaces
          .slice(i, i + CONCURRENCY)
          .map(namespace => this.#readOne(binding, namespace, read)),
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
      const { token } = await this.#clusters.forTenant({ scope, namespace });
      return await read(namespace, { type: 'bearer token', token });
    } catch (error) {
      // One namespace that fails takes nothing from the others.
      const { name, message } = toError(error);
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
