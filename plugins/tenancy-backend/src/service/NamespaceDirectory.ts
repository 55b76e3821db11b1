import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  denialReasons,
  NamespaceAccessReport,
  NamespaceMember,
  NamespacePage,
  NamespaceRef,
  NamespaceState,
  NamespaceSummary,
  ownershipOf,
} from '@internal/plugin-tenancy-common';
import {
  KnownNamespace,
  OwnershipService,
} from '@internal/plugin-tenancy-node';
import { Caller } from './CallerService';
import { clusterOverview } from './clusterOverview';
import { namespaceKey, paginate, paginateCatalog } from './paginate';

/** Tells the platform, and owners about their own, who can see a namespace. @internal */
export class NamespaceDirectory {
  readonly #ownership: OwnershipService;
  readonly #catalog: CatalogService;

  constructor(options: {
    ownership: OwnershipService;
    catalog: CatalogService;
  }) {
    this.#ownership = options.ownership;
    this.#catalog = options.catalog;
  }

  /** All namespaces of the clusters that can be told about now. The caller is of the platform. */
  async list(query: {
    cursor?: string;
    limit: number;
    cluster?: string;
    owner?: string;
    state?: NamespaceState;
    q?: string;
  }): Promise<NamespacePage> {
    const clusters = this.#ownership.clusters();
    const all: NamespaceSummary[] = [];
    for (const { cluster } of clusters) {
      if ((query.cluster ?? cluster) !== cluster) continue;
      for (const known of (await this.#ownership.list(cluster)) ?? []) {
        const summary = summarise(known);
        if (
          (query.owner ?? summary.owner) === summary.owner &&
          (query.state ?? summary.state) === summary.state &&
          summary.namespace.includes(query.q ?? '')
        ) {
          all.push(summary);
        }
      }
    }
    return {
      ...paginate(all, namespaceKey, query),
      clusters: clusters.map(cluster =>
        clusterOverview(cluster, this.#ownership.maxIndexAgeMs),
      ),
    };
  }

  /**
   * Who can see one namespace.
   *
   * @throws NotFoundError when it does not exist, and likewise when the caller is
   * neither of the platform nor an owner.
   */
  async report(
    caller: Caller,
    options: { all: boolean; cursor?: string; limit: number } & NamespaceRef,
  ): Promise<NamespaceAccessReport> {
    const { cluster, namespace, all } = options;
    const knowledge = await this.#ownership.knowledgeOf({ cluster, namespace });
    if (knowledge.state === 'unavailable') {
      throw Object.assign(
        new ServiceUnavailableError(
          `Who can see namespaces of cluster '${cluster}' cannot be told now`,
        ),
        { reason: denialReasons.indexUnavailable },
      );
    }
    const ownership =
      knowledge.state === 'present' ? ownershipOf(knowledge.claims) : undefined;
    const own =
      ownership?.state === 'owned' && caller.groups.includes(ownership.owner);
    if (knowledge.state !== 'present' || !ownership || !(all || own)) {
      throw new NotFoundError(
        `There is no namespace '${cluster}/${namespace}' that you can ask about`,
      );
    }
    const summary = summarise({ namespace: { cluster, namespace }, knowledge });
    const open = ['owned', 'unowned'].includes(ownership.state);
    const everyone = open && knowledge.shared;
    const groups: NamespaceAccessReport['groups'] = [];
    if (ownership.state === 'owned') {
      const { owner, source } = ownership;
      groups.push({ group: owner, access: 'owner', source });
    }
    if (ownership.state === 'owned' || everyone) {
      for (const group of this.#ownership.platformGroups) {
        if (group !== summary.owner) groups.push({ group, access: 'platform' });
      }
    }
    const members = await this.#members(
      caller,
      groups.map(({ group }) => group),
      options,
    );
    return { ...summary, everyone, groups, ...members };
  }

  async #members(
    caller: Caller,
    groups: string[],
    options: { cursor?: string; limit: number },
  ): Promise<
    Pick<NamespaceAccessReport, 'members' | 'totalMembers' | 'nextCursor'>
  > {
    if (!groups.length) return { members: [], totalMembers: 0 };
    const { items, totalItems, nextCursor } = await paginateCatalog(
      window =>
        this.#catalog.queryEntities(
          {
            filter: { kind: 'user', 'relations.memberof': groups },
            fields: ['kind', 'metadata', 'spec.profile.displayName'],
            orderFields: [{ field: 'metadata.name', order: 'asc' }],
            ...window,
          },
          { credentials: caller.credentials },
        ),
      options,
    );
    return {
      members: items.map(toMember),
      totalMembers: totalItems,
      ...(nextCursor && { nextCursor }),
    };
  }
}

function summarise({ namespace, knowledge }: KnownNamespace): NamespaceSummary {
  const ownership = ownershipOf(knowledge.claims);
  return {
    ...namespace,
    state: ownership.state,
    ...(ownership.state === 'owned' && { owner: ownership.owner }),
    shared: knowledge.shared,
    claims: [...knowledge.claims],
  };
}

function toMember(entity: Entity): NamespaceMember {
  const profile = entity.spec?.profile as { displayName?: unknown } | undefined;
  return {
    userEntityRef: stringifyEntityRef(entity),
    ...(typeof profile?.displayName === 'string' && {
      displayName: profile.displayName,
    }),
  };
}
