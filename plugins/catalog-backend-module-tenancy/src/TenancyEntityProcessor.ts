import { Entity } from '@backstage/catalog-model';
import { LocationSpec } from '@backstage/plugin-catalog-common';
import {
  CatalogProcessor,
  CatalogProcessorCache,
  CatalogProcessorEmit,
} from '@backstage/plugin-catalog-node';
import {
  ENTITY_FLAG_ANNOTATION,
  ENTITY_FLAG_STATUS_TYPE,
  EntityFlag,
  flagEntity,
} from '@internal/plugin-tenancy-common';
import {
  entityPlacement,
  OwnershipService,
} from '@internal/plugin-tenancy-node';

/** After the stock processors, so that it sees the entity as it will be. */
const PRIORITY = 1_000;
const CACHE_KEY = 'flags';

type StatusItem = {
  type: string;
  level: 'info' | 'warning' | 'error';
  message: string;
  error?: { name: string; message: string };
};
type EntityWithStatus = Entity & { status?: { items?: StatusItem[] } };

/**
 * Flags entities that point at namespaces which their owners do not own: by an
 * annotation that lists can be filtered by, and by a status item for each flag.
 *
 * @remarks
 * Flags are for people and open or close nothing. What a tenant writes in their place
 * is removed. The catalog processes each entity again every few minutes, so a flag
 * follows a namespace that changes hands by then. While a cluster cannot be told
 * about, the flags stay as they were.
 *
 * @internal
 */
export class TenancyEntityProcessor implements CatalogProcessor {
  readonly #ownership: OwnershipService;
  readonly #namespaceAnnotations: readonly string[];

  constructor(options: {
    ownership: OwnershipService;
    namespaceAnnotations: readonly string[];
  }) {
    this.#ownership = options.ownership;
    this.#namespaceAnnotations = options.namespaceAnnotations;
  }

  getProcessorName(): string {
    return 'tenancy';
  }

  getPriority(): number {
    return PRIORITY;
  }

  async postProcessEntity(
    entity: Entity,
    _location: LocationSpec,
    _emit: CatalogProcessorEmit,
    cache: CatalogProcessorCache,
  ): Promise<Entity> {
    const found = await flagEntity({
      placement: entityPlacement(entity),
      clusters: this.#ownership.clusters().map(({ cluster }) => cluster),
      namespaceAnnotations: this.#namespaceAnnotations,
      knowledgeOf: namespace => this.#ownership.knowledgeOf(namespace),
    });
    const flags = found ?? (await cache.get<EntityFlag[]>(CACHE_KEY)) ?? [];
    await cache.set(CACHE_KEY, flags);
    return withFlags(entity, flags);
  }
}

function withFlags(entity: EntityWithStatus, flags: EntityFlag[]): Entity {
  const { [ENTITY_FLAG_ANNOTATION]: forged, ...annotations } =
    entity.metadata.annotations ?? {};
  const items = (entity.status?.items ?? []).filter(
    ({ type }) => type !== ENTITY_FLAG_STATUS_TYPE,
  );
  const forgedItems = entity.status?.items?.length !== items.length;
  if (
    !flags.length &&
    forged === undefined &&
    !(entity.status && forgedItems)
  ) {
    return entity;
  }
  const reasons = [...new Set(flags.map(({ reason }) => reason))].sort();
  const flagged: EntityWithStatus = {
    ...entity,
    metadata: {
      ...entity.metadata,
      annotations: {
        ...annotations,
        ...(reasons.length && { [ENTITY_FLAG_ANNOTATION]: reasons.join(',') }),
      },
    },
    status: {
      ...entity.status,
      items: [
        ...items,
        ...flags.map(({ reason, field, message }) => ({
          type: ENTITY_FLAG_STATUS_TYPE,
          level: 'warning' as const,
          message,
          error: { name: reason, message: field },
        })),
      ],
    },
  };
  return flagged;
}
