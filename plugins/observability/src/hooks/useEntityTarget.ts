import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { TargetRef } from '@internal/plugin-observability-common';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

/** The workload of the entity whose page this is; the address chooses among several namespaces. */
export function useEntityTarget(): TargetRef {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const [search] = useSearchParams();
  const namespace = search.get('namespace') ?? undefined;
  const cluster = search.get('cluster') ?? undefined;
  return useMemo(
    () => ({
      entityRef,
      ...(namespace && { namespace }),
      ...(cluster && { cluster }),
    }),
    [entityRef, namespace, cluster],
  );
}
