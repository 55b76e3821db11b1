import { LoggerService } from '@backstage/backend-plugin-api';
import { RELATION_MEMBER_OF } from '@backstage/catalog-model';
import { toError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AccessExplanation,
  AccessOverview,
  AccessSource,
  explainDecision,
  GroupDifference,
  NamespaceAccess,
  NamespaceRef,
} from '@internal/plugin-tenancy-common';
import {
  OwnershipService,
  TenancyService,
} from '@internal/plugin-tenancy-node';
import { Caller } from './CallerService';
import { clusterOverview } from './clusterOverview';
import { namespaceKey, paginate } from './paginate';

/** A catalog that takes longer is not waited for. */
const CATALOG_DEADLINE_MS = 2_000;

/** Tells people about their own access. @internal */
export class AccessService {
  readonly #tenancy: TenancyService;
  readonly #ownership: OwnershipService;
  readonly #catalog: CatalogService;
  readonly #logger: LoggerService;

  constructor(options: {
    tenancy: TenancyService;
    ownership: OwnershipService;
    catalog: CatalogService;
    logger: LoggerService;
  }) {
    this.#tenancy = options.tenancy;
    this.#ownership = options.ownership;
    this.#catalog = options.catalog;
    this.#logger = options.logger;
  }

  async overview(
    caller: Caller,
    query: {
      cursor?: string;
      limit: number;
      cluster?: string;
      access?: NamespaceAccess;
      q?: string;
    },
  ): Promise<AccessOverview> {
    const { credentials, userEntityRef, groups, platform } = caller;
    const [grants, groupDifferences] = await Promise.all([
      this.#tenancy.list({ credentials }),
      this.#groupDifferences(caller),
    ]);
    const matching = grants.filter(
      grant =>
        (query.cluster ?? grant.cluster) === grant.cluster &&
        (query.access ?? grant.access) === grant.access &&
        grant.namespace.includes(query.q ?? ''),
    );
    const { items, ...page } = paginate(matching, namespaceKey, query);
    const clusters = this.#ownership
      .clusters()
      .filter(
        ({ cluster, available }) =>
          platform || !available || grants.some(g => g.cluster === cluster),
      )
      .map(cluster => clusterOverview(cluster, this.#ownership.maxIndexAgeMs));
    return {
      ...{ userEntityRef, groups, platform },
      namespaces: items.map(grant => ({
        ...grant,
        source: grant.source as AccessSource,
      })),
      ...page,
      clusters,
      ...(groupDifferences && { groupDifferences }),
    };
  }

  /** The decision about the caller, which goes on the record as any other. */
  async explain(
    caller: Caller,
    namespace: NamespaceRef,
  ): Promise<AccessExplanation> {
    const decision = await this.#tenancy.decide({
      credentials: caller.credentials,
      namespace,
    });
    return explainDecision(decision, {
      exact: caller.platform || (await this.#isClaimed(caller, namespace)),
    });
  }

  /** Whether a trusted source names a group of the caller, if not only that. */
  async #isClaimed(caller: Caller, namespace: NamespaceRef): Promise<boolean> {
    const knowledge = await this.#ownership.knowledgeOf(namespace);
    return (
      knowledge.state === 'present' &&
      knowledge.claims.some(
        ({ group }) => group !== undefined && caller.groups.includes(group),
      )
    );
  }

  async #groupDifferences(
    caller: Caller,
  ): Promise<GroupDifference[] | undefined> {
    const { credentials, userEntityRef, groups } = caller;
    let timer: NodeJS.Timeout | undefined;
    try {
      const deadline = new Promise<never>((_, reject) => {
        const late = new Error(`No answer within ${CATALOG_DEADLINE_MS} ms`);
        timer = setTimeout(() => reject(late), CATALOG_DEADLINE_MS);
      });
      const entity = await Promise.race([
        this.#catalog.getEntityByRef(userEntityRef, { credentials }),
        deadline,
      ]);
      if (!entity) return undefined;
      const inCatalog = (entity.relations ?? [])
        .filter(({ type }) => type === RELATION_MEMBER_OF)
        .map(({ targetRef }) => targetRef);
      return [
        ...groups
          .filter(group => !inCatalog.includes(group))
          .map(group => ({ group, onlyIn: 'sign-in' as const })),
        ...inCatalog
          .filter(group => !groups.includes(group))
          .map(group => ({ group, onlyIn: 'catalog' as const })),
      ];
    } catch (error) {
      this.#logger.debug(
        `The groups of ${userEntityRef} were not compared with the catalog`,
        toError(error),
      );
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}
