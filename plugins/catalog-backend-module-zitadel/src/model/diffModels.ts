import { Entity } from '@backstage/catalog-model';
import { Model } from './types';

/** What has to be told to the catalog to get from one to the other. */
export function diffModels(
  before: Model,
  after: Model,
): { added: Entity[]; removed: string[] } {
  const isSame = (ref: string, entity: Entity) =>
    JSON.stringify(before.entities.get(ref)) === JSON.stringify(entity);
  return {
    added: [...after.entities]
      .filter(([ref, entity]) => !isSame(ref, entity))
      .map(([, entity]) => entity),
    removed: [...before.entities.keys()].filter(
      ref => !after.entities.has(ref),
    ),
  };
}
