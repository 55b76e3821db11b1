import { AuthService } from '@backstage/backend-plugin-api';
import { ANNOTATION_ORIGIN_LOCATION, Entity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Counts } from './types';

/**
 * Counts what the catalog has from a location: what a first sync after a start is
 * measured against. It throws when the catalog does not say; then nothing is
 * applied, since anything could be a loss.
 */
export async function readCatalogCounts(options: {
  location: string;
  catalog: CatalogService;
  auth: AuthService;
  signal: AbortSignal;
}): Promise<Counts> {
  const { catalog, auth, location, signal } = options;
  const counts: Counts = { users: 0, groups: 0, memberships: 0 };
  const pages = catalog.streamEntities(
    {
      filter: {
        [`metadata.annotations.${ANNOTATION_ORIGIN_LOCATION}`]: location,
      },
      fields: ['kind', 'spec.memberOf'],
    },
    { credentials: await auth.getOwnServiceCredentials() },
  );
  for await (const entities of pages) {
    signal.throwIfAborted();
    for (const entity of entities) count(entity, counts);
  }
  return counts;
}

function count(entity: Entity, counts: Counts) {
  if (entity.kind === 'Group') {
    counts.groups += 1;
  } else if (entity.kind === 'User') {
    const { memberOf } = entity.spec ?? {};
    counts.users += 1;
    counts.memberships += Array.isArray(memberOf) ? memberOf.length : 0;
  }
}
