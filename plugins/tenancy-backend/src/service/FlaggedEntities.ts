import {
  Entity,
  RELATION_DEPENDENCY_OF,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ENTITY_FLAG_ANNOTATION,
  ENTITY_FLAG_STATUS_TYPE,
  EntityFlag,
  EntityFlagReason,
  entityFlagReasons,
  FlaggedEntity,
  FlaggedEntityPage,
  KUBERNETES_ANNOTATIONS,
} from '@internal/plugin-tenancy-common';
import { Caller } from './CallerService';
import { paginateCatalog } from './paginate';

/** Dependents of one page that are looked up; further ones are left out. */
const MAX_DEPENDENTS = 1_000;

const REASONS: readonly string[] = Object.values(entityFlagReasons);

/**
 * The entities that the catalog's tenancy processor has flagged: all of them for the
 * platform, those of the caller's groups for everybody else.
 * @internal
 */
export class FlaggedEntities {
  readonly #catalog: CatalogService;

  constructor(options: { catalog: CatalogService }) {
    this.#catalog = options.catalog;
  }

  async list(
    caller: Caller,
    options: { all: boolean; cursor?: string; limit: number },
  ): Promise<FlaggedEntityPage> {
    const owners = [caller.userEntityRef, ...caller.groups];
    const page = await paginateCatalog(
      window =>
        this.#catalog.queryEntities(
          {
            filter: {
              [`metadata.annotations.${ENTITY_FLAG_ANNOTATION}`]:
                CATALOG_FILTER_EXISTS,
              ...(!options.all && {
                [`relations.${RELATION_OWNED_BY}`]: owners,
              }),
            },
            orderFields: [{ field: 'metadata.name', order: 'asc' }],
            ...window,
          },
          { credentials: caller.credentials },
        ),
      options,
    );
    const items = page.items.map(toFlaggedEntity);
    return {
      ...page,
      items: options.all ? items : await this.#hideDependents(caller, items),
    };
  }

  /** Relations name entities of others as well: only those that the caller can see stay. */
  async #hideDependents(
    caller: Caller,
    items: FlaggedEntity[],
  ): Promise<FlaggedEntity[]> {
    const entityRefs = [...new Set(items.flatMap(i => i.dependents))].slice(
      0,
      MAX_DEPENDENTS,
    );
    if (!entityRefs.length) return items;
    const found = await this.#catalog.getEntitiesByRefs(
      { entityRefs, fields: ['kind', 'metadata.name', 'metadata.namespace'] },
      { credentials: caller.credentials },
    );
    const visible = new Set(
      found.items.flatMap(entity =>
        entity ? [stringifyEntityRef(entity)] : [],
      ),
    );
    return items.map(item => ({
      ...item,
      dependents: item.dependents.filter(ref => visible.has(ref)),
    }));
  }
}

function toFlaggedEntity(entity: Entity): FlaggedEntity {
  const { annotations = {}, title } = entity.metadata;
  const targets = (type: string) =>
    (entity.relations ?? [])
      .filter(relation => relation.type === type)
      .map(({ targetRef }) => targetRef);
  const [owner] = targets(RELATION_OWNED_BY);
  const cluster = annotations[KUBERNETES_ANNOTATIONS.cluster];
  const namespace = annotations[KUBERNETES_ANNOTATIONS.namespace];
  return {
    entityRef: stringifyEntityRef(entity),
    ...(title && { title }),
    ...(owner && { owner }),
    ...(cluster && { cluster }),
    ...(namespace && { namespace }),
    flags: flagsOf(entity),
    dependents: targets(RELATION_DEPENDENCY_OF),
  };
}

/** The processor writes each flag as a status item: reason and field in its error. */
function flagsOf(entity: Entity): EntityFlag[] {
  const { status } = entity as {
    status?: {
      items?: Array<{
        type?: string;
        message?: string;
        error?: { name?: string; message?: string };
      }>;
    };
  };
  return (status?.items ?? []).flatMap(({ type, message, error }) =>
    type === ENTITY_FLAG_STATUS_TYPE && REASONS.includes(error?.name ?? '')
      ? [
          {
            reason: error!.name as EntityFlagReason,
            field: error!.message ?? '',
            message: message ?? '',
          },
        ]
      : [],
  );
}
