import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  Entity,
  parseEntityRef,
  RELATION_DEPENDS_ON,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  rcaErrorReasons,
  StartInvestigationRequest,
} from '@internal/plugin-rca-common';
import {
  InvestigationSubject,
  SubjectDependency,
} from '@internal/plugin-rca-node';
import { parseLabelSelector } from '../lib/labelSelector';

const ANNOTATION = {
  id: 'backstage.io/kubernetes-id',
  namespace: 'backstage.io/kubernetes-namespace',
  cluster: 'backstage.io/kubernetes-cluster',
  selector: 'backstage.io/kubernetes-label-selector',
};
/** How far dependencies are followed. */
const MAX_HOPS = 3;
const MAX_DEPENDENCIES = 50;

/**
 * What an entity means in the cluster, and what it depends on, as far as the
 * caller may read the catalog.
 *
 * @remarks
 * Annotations are written by tenants: they say where to look, never who may.
 * Every namespace that comes out of here goes through tenancy before it is read.
 *
 * @throws NotFoundError when the caller cannot see the entity; InputError with
 * reason `no-namespace` when it does not say where it runs.
 * @internal
 */
export async function resolveSubject(options: {
  request: StartInvestigationRequest;
  catalog: CatalogService;
  credentials: BackstageCredentials;
  /** Names of the configured clusters. */
  clusters: string[];
}): Promise<InvestigationSubject> {
  const { request, catalog, credentials, clusters } = options;
  const entity = await catalog.getEntityByRef(
    parseEntityRef(request.entityRef, { defaultKind: 'component' }),
    { credentials },
  );
  if (!entity) {
    throw new NotFoundError(`Entity '${request.entityRef}' not found`);
  }
  const place = placeOf(entity);
  const namespace = request.namespace ?? place.namespace;
  if (!namespace) {
    throw Object.assign(
      new InputError(
        `Entity '${request.entityRef}' has no annotation ${ANNOTATION.namespace}; name a namespace`,
      ),
      { reason: rcaErrorReasons.noNamespace },
    );
  }
  const only = clusters.length === 1 ? clusters[0] : undefined;
  const cluster = request.cluster ?? place.cluster ?? only;
  if (!cluster) {
    throw new InputError(
      `Entity '${request.entityRef}' has no annotation ${ANNOTATION.cluster}; name a cluster`,
    );
  }
  parseLabelSelector(place.labelSelector);
  return {
    entityRef: stringifyEntityRef(entity),
    cluster,
    namespace,
    labelSelector: place.labelSelector,
    serviceName: place.serviceName,
    dependencies: await findDependencies({
      entity,
      cluster,
      catalog,
      credentials,
    }),
  };
}

async function findDependencies(options: {
  entity: Entity;
  cluster: string;
  catalog: CatalogService;
  credentials: BackstageCredentials;
}): Promise<SubjectDependency[]> {
  const { entity, cluster, catalog, credentials } = options;
  const found = new Map<string, SubjectDependency>();
  const seen = new Set([stringifyEntityRef(entity)]);
  let level = [entity];
  for (let hop = 0; hop < MAX_HOPS && level.length > 0; hop++) {
    const requiredBy = new Map<string, string>();
    for (const dependant of level) {
      for (const ref of dependencyRefs(dependant)) {
        if (!seen.has(ref) && seen.size <= MAX_DEPENDENCIES) {
          seen.add(ref);
          requiredBy.set(ref, stringifyEntityRef(dependant));
        }
      }
    }
    const refs = [...requiredBy.keys()];
    if (refs.length === 0) {
      break;
    }
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs: refs },
      { credentials },
    );
    refs.forEach((ref, i) => {
      const item = items[i];
      found.set(ref, {
        entityRef: ref,
        requiredBy: requiredBy.get(ref)!,
        ...(item
          ? describe(item, cluster)
          : { cluster, serviceName: parseEntityRef(ref).name }),
      });
    });
    level = items.filter(item => item !== undefined);
  }
  return [...found.values()];
}

function describe(
  entity: Entity,
  fallbackCluster: string,
): Omit<SubjectDependency, 'entityRef' | 'requiredBy'> {
  const place = placeOf(entity);
  const owner = entity.relations?.find(
    relation => relation.type === RELATION_OWNED_BY,
  )?.targetRef;
  return {
    serviceName: place.serviceName,
    cluster: place.cluster ?? fallbackCluster,
    ...(place.namespace && { namespace: place.namespace }),
    ...(isSelector(place.labelSelector) && {
      labelSelector: place.labelSelector,
    }),
    ...(owner && { owner: parseEntityRef(owner).name }),
  };
}

function dependencyRefs(entity: Entity): string[] {
  return (entity.relations ?? [])
    .filter(relation => relation.type === RELATION_DEPENDS_ON)
    .map(relation => relation.targetRef)
    .filter(ref =>
      ['component', 'resource'].includes(
        parseEntityRef(ref).kind.toLowerCase(),
      ),
    )
    .sort();
}

function placeOf(entity: Entity) {
  const annotations = entity.metadata.annotations ?? {};
  const serviceName = annotations[ANNOTATION.id] ?? entity.metadata.name;
  return {
    serviceName,
    namespace: annotations[ANNOTATION.namespace],
    cluster: annotations[ANNOTATION.cluster],
    labelSelector:
      annotations[ANNOTATION.selector] ?? `${ANNOTATION.id}=${serviceName}`,
  };
}

/** A dependency's mistake in its annotations must not stop the analysis of who depends on it. */
function isSelector(text: string): boolean {
  try {
    parseLabelSelector(text);
    return true;
  } catch {
    return false;
  }
}
