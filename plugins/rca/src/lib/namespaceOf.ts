import { Entity } from '@backstage/catalog-model';

/** Where an entity says that it runs; nothing where it does not say both. */
export function namespaceOf(
  entity: Entity,
): { cluster: string; namespace: string } | undefined {
  const annotations = entity.metadata.annotations ?? {};
  const cluster = annotations['backstage.io/kubernetes-cluster'];
  const namespace = annotations['backstage.io/kubernetes-namespace'];
  return cluster && namespace ? { cluster, namespace } : undefined;
}
