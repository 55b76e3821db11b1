import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  observabilityErrorReasons,
  TargetRef,
} from '@internal/plugin-observability-common';

const ANNOTATION = {
  id: 'backstage.io/kubernetes-id',
  namespace: 'backstage.io/kubernetes-namespace',
  cluster: 'backstage.io/kubernetes-cluster',
  selector: 'backstage.io/kubernetes-label-selector',
};

/** Where a workload runs, by its entity. @internal */
export type Placement = {
  entityRef: string;
  cluster: string;
  namespace: string;
  service: string;
  labelSelector: string;
};

/**
 * Where the entity says that it runs, as far as the caller may read the catalog.
 *
 * @remarks
 * Annotations are written by tenants: they say where to look, never who may.
 *
 * @throws NotFoundError when the caller cannot see the entity; InputError with
 * reason `no-namespace` when it does not say where it runs.
 * @internal
 */
export async function resolveTarget(options: {
  ref: TargetRef;
  catalog: CatalogService;
  credentials: BackstageCredentials;
  /** Names of the configured clusters. */
  clusters: string[];
}): Promise<Placement> {
  const { ref, catalog, credentials, clusters } = options;
  const entity = await catalog.getEntityByRef(
    parseEntityRef(ref.entityRef, { defaultKind: 'component' }),
    { credentials },
  );
  if (!entity) {
    throw new NotFoundError(`Entity '${ref.entityRef}' not found`);
  }
  const annotations = entity.metadata.annotations ?? {};
  const namespace = ref.namespace ?? annotations[ANNOTATION.namespace];
  if (!namespace) {
    throw Object.assign(
      new InputError(
        `Entity '${ref.entityRef}' has no annotation ${ANNOTATION.namespace}; name a namespace`,
      ),
      { reason: observabilityErrorReasons.noNamespace },
    );
  }
  const only = clusters.length === 1 ? clusters[0] : undefined;
  const cluster = ref.cluster ?? annotations[ANNOTATION.cluster] ?? only;
  if (!cluster) {
    throw new InputError(
      `Entity '${ref.entityRef}' has no annotation ${ANNOTATION.cluster}; name a cluster`,
    );
  }
  const service = annotations[ANNOTATION.id] ?? entity.metadata.name;
  return {
    entityRef: stringifyEntityRef(entity),
    cluster,
    namespace,
    service,
    labelSelector:
      annotations[ANNOTATION.selector] ?? `${ANNOTATION.id}=${service}`,
  };
}
