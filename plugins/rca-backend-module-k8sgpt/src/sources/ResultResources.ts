import {
  abortable,
  ClusterService,
  kubernetesStatusCode,
  toBackstageError,
} from '@internal/plugin-cluster-node';
import { Unchecked } from '@internal/plugin-rca-common';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { CustomObjectsApi } from '@kubernetes/client-node';
import { K8sgptReading, K8sgptSource } from './K8sgptSource';
import { parseResults, SOURCE } from './K8sgptResult';

const GROUP = 'core.k8sgpt.ai';
const VERSION = 'v1alpha1';
const PLURAL = 'results';
const PAGE_SIZE = 250;
/** Pages of one list that are read before the rest is given up. */
const MAX_PAGES = 4;

type Page = { items?: unknown[]; metadata?: { continue?: string } };
type Resource = { metadata?: { name?: string }; spec?: unknown } | null;

/**
 * The `Result` resources that the k8sgpt operator keeps, read with the tenant's
 * own token. Their names collide (the operator leaves the kind out of them), so
 * that only what is in `spec` counts.
 * @internal
 */
export class ResultResources implements K8sgptSource {
  /** The operator looks with rights of its own. */
  readonly asTenant = false;
  readonly #clusters: ClusterService;
  readonly #namespace: string | undefined;

  constructor(options: {
    clusters: ClusterService;
    /** Where the results are; in each namespace its own when left out. */
    namespace?: string;
  }) {
    this.#clusters = options.clusters;
    this.#namespace = options.namespace;
  }

  async read(options: {
    scope: TenantScope;
    namespaces: readonly string[];
    signal: AbortSignal;
  }): Promise<K8sgptReading> {
    const { scope, namespaces, signal } = options;
    const [first] = namespaces;
    const places = this.#namespace
      ? [{ tenant: first, from: this.#namespace }]
      : namespaces.map(namespace => ({ tenant: namespace, from: namespace }));
    const readings = await Promise.all(
      places.map(place => this.#list({ ...place, scope, signal })),
    );
    const lists = readings.flatMap(({ items, from }) =>
      items.map(item => ({ item, from })),
    );
    const { results, unchecked } = parseResults({
      items: lists.map(({ item, from }) => ({
        ...Object(item?.spec),
        resource: `/apis/${GROUP}/${VERSION}/namespaces/${from}/${PLURAL}/${item?.metadata?.name}`,
      })),
      namespaces,
      queryOf: item => (item as { resource: string }).resource,
    });
    return {
      results,
      unchecked: [...readings.flatMap(item => item.unchecked), ...unchecked],
    };
  }

  async #list(options: {
    tenant: string;
    from: string;
    scope: TenantScope;
    signal: AbortSignal;
  }): Promise<{ from: string; items: Resource[]; unchecked: Unchecked[] }> {
    const { tenant, from, scope, signal } = options;
    const items: Resource[] = [];
    try {
      const { kubeConfig } = await this.#clusters.forTenant({
        scope,
        namespace: tenant,
        signal,
      });
      const api = kubeConfig.makeApiClient(CustomObjectsApi);
      let next: string | undefined;
      for (let page = 0; page < MAX_PAGES; page++) {
        const answer: Page = await api.listNamespacedCustomObject(
          {
            group: GROUP,
            version: VERSION,
            namespace: from,
            plural: PLURAL,
            limit: PAGE_SIZE,
            ...(next && { _continue: next }),
          },
          abortable(signal),
        );
        items.push(...((answer.items ?? []) as Resource[]));
        next = answer.metadata?.continue;
        if (!next) {
          return { from, items, unchecked: [] };
        }
      }
      return {
        from,
        items,
        unchecked: [
          {
            source: SOURCE,
            reason: 'too-many-objects',
            message: `Listing results of k8sgpt in ${from} stopped after ${items.length}`,
          },
        ],
      };
    } catch (error) {
      signal.throwIfAborted();
      return { from, items, unchecked: [uncheckedOf(error, from)] };
    }
  }
}

/** A refusal or a missing definition says nothing about the namespace's health. */
function uncheckedOf(error: unknown, namespace: string): Unchecked {
  const what = `Listing results of k8sgpt in ${namespace}`;
  switch (kubernetesStatusCode(error)) {
    case 403:
      return {
        source: SOURCE,
        reason: 'forbidden',
        message: toBackstageError(error, what).message,
      };
    case 404:
      return {
        source: SOURCE,
        reason: 'not-installed',
        message: `The cluster has no resources of the k8sgpt operator (${PLURAL}.${GROUP})`,
      };
    default:
      return {
        source: SOURCE,
        reason: 'unreachable',
        message: toBackstageError(error, what).message,
      };
  }
}
