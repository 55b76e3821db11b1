import { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { ClusterService } from '@internal/plugin-cluster-node';
import {
  NamespaceKnowledge,
  NamespaceRef,
} from '@internal/plugin-tenancy-common';
import { findUnknownClusters, TenancyConfig } from './config';
import { Labels } from './namespaceApi';
import { NamespaceIndexService } from './NamespaceIndexService';
import { NamespaceSnapshot } from './NamespaceSnapshot';
import { OwnershipRules } from './OwnershipRules';
import {
  KnownNamespace,
  OwnershipCluster,
  OwnershipService,
} from './OwnershipService';

/** Puts the labels of the index and the rules of the configuration together. */
export class DefaultOwnershipService implements OwnershipService {
  readonly platformGroups: readonly string[];
  readonly maxIndexAgeMs: number;
  readonly #index: NamespaceIndexService;
  readonly #rules: OwnershipRules;
  readonly #snapshots = new Map<
    string,
    { entries: ReadonlyMap<string, Labels>; snapshot: NamespaceSnapshot }
  >();
  /** By the labels of one namespace at one moment, so that a change costs one namespace. */
  readonly #known = new WeakMap<Labels, KnownNamespace>();
  readonly #titles: ReadonlyMap<string, string>;

  /** Refuses configuration about unknown clusters in strict mode, and warns otherwise. */
  static create(options: {
    config: TenancyConfig;
    index: NamespaceIndexService;
    clusters: ClusterService;
    logger: LoggerService;
  }): DefaultOwnershipService {
    const { config, index, clusters, logger } = options;
    const configured = clusters.list();
    for (const mistake of findUnknownClusters(
      config,
      configured.map(({ name }) => name),
    )) {
      if (config.strictMode) {
        throw new InputError(
          `${mistake}; correct the name, or switch tenancy.strictMode off`,
        );
      }
      logger.warn(`${mistake}, so that entry has no effect`);
    }
    return new DefaultOwnershipService(
      config,
      index,
      new Map(configured.map(({ name, title }) => [name, title ?? name])),
    );
  }

  private constructor(
    config: TenancyConfig,
    index: NamespaceIndexService,
    titles: ReadonlyMap<string, string>,
  ) {
    this.platformGroups = config.platformGroups;
    this.maxIndexAgeMs = config.maxIndexAgeMs;
    this.#rules = new OwnershipRules(config);
    this.#index = index;
    this.#titles = titles;
  }

  async knowledgeOf(namespace: NamespaceRef): Promise<NamespaceKnowledge> {
    return this.#rules.knowledgeOf(
      namespace,
      await this.#index.lookup(namespace),
    );
  }

  async list(
    cluster: string,
    options?: { reachableBy?: readonly string[] },
  ): Promise<readonly KnownNamespace[] | undefined> {
    const entries = await this.#index.entries(cluster);
    if (!entries) return undefined;
    const snapshot = this.#snapshotOf(cluster, entries);
    const groups = options?.reachableBy;
    return !groups || this.platformGroups.some(g => groups.includes(g))
      ? snapshot.all
      : snapshot.reachableBy(groups);
  }

  /** The index gives another map after each change, so that a map is as good as a version. */
  #snapshotOf(
    cluster: string,
    entries: ReadonlyMap<string, Labels>,
  ): NamespaceSnapshot {
    const last = this.#snapshots.get(cluster);
    if (last?.entries === entries) return last.snapshot;
    const known: KnownNamespace[] = [];
    for (const [name, labels] of entries) {
      const same = this.#known.get(labels);
      if (
        same?.namespace.namespace === name &&
        same.namespace.cluster === cluster
      ) {
        known.push(same);
        continue;
      }
      const namespace = { cluster, namespace: name };
      const knowledge = this.#rules.knowledgeOf(namespace, {
        state: 'present',
        labels,
      });
      if (knowledge.state !== 'present') continue;
      known.push({ namespace, knowledge });
      this.#known.set(labels, { namespace, knowledge });
    }
    const snapshot = new NamespaceSnapshot(known);
    this.#snapshots.set(cluster, { entries, snapshot });
    return snapshot;
  }

  clusters(): OwnershipCluster[] {
    return this.#index.status().map(status => ({
      ...status,
      title: this.#titles.get(status.cluster) ?? status.cluster,
    }));
  }
}
