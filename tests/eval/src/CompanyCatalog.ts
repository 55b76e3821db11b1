import {
  Entity,
  parseEntityRef,
  RELATION_DEPENDS_ON,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { GitOpsService } from '@internal/plugin-gitops-node';
import { parseAllDocuments } from 'yaml';

/**
 * The company's catalog as its repository holds it, with the relations that the
 * catalog would derive: enough to resolve what an investigation is about.
 */
export class CompanyCatalog {
  readonly #entities: Map<string, Entity>;

  static async load(
    gitOps: GitOpsService,
    repository: string,
  ): Promise<CompanyCatalog> {
    const read = async (path: string): Promise<Entity[]> => {
      const text = await gitOps.readFile({ repository, path });
      return parseAllDocuments(text ?? '').map(document => document.toJS());
    };
    const [location] = await read('catalog-info.yaml');
    const targets = (location.spec?.targets ?? []) as string[];
    const files = await Promise.all(
      targets.map(target => read(target.replace(/^\.\//, ''))),
    );
    return new CompanyCatalog(files.flat().map(withRelations));
  }

  private constructor(entities: Entity[]) {
    this.#entities = new Map(
      entities.map(entity => [stringifyEntityRef(entity), entity]),
    );
  }

  /** The two calls that `resolveSubject` makes; everybody may read everything, as in the sandbox. */
  asService(): CatalogService {
    const find = (ref: string) => this.#entities.get(ref);
    const service: Pick<
      CatalogService,
      'getEntityByRef' | 'getEntitiesByRefs'
    > = {
      getEntityByRef: async ref =>
        find(
          stringifyEntityRef(
            typeof ref === 'string' ? parseEntityRef(ref) : ref,
          ),
        ),
      getEntitiesByRefs: async ({ entityRefs }) => ({
        items: entityRefs.map(find),
      }),
    };
    return service as CatalogService;
  }
}

function withRelations(entity: Entity): Entity {
  const { dependsOn = [], owner } = (entity.spec ?? {}) as {
    dependsOn?: string[];
    owner?: string;
  };
  return {
    ...entity,
    metadata: { namespace: 'default', ...entity.metadata },
    relations: [
      ...dependsOn.map(targetRef => ({ type: RELATION_DEPENDS_ON, targetRef })),
      ...(owner ? [{ type: RELATION_OWNED_BY, targetRef: owner }] : []),
    ],
  };
}
