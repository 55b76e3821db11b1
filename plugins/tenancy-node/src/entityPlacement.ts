import {
  Entity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { EntityPlacement } from '@internal/plugin-tenancy-common';

/**
 * What an entity says about its owner and about where it runs.
 *
 * @returns an owner of undefined when there is none or its ref is malformed
 * @public
 */
export function entityPlacement(entity: Entity): EntityPlacement {
  return {
    owner: ownerOf(entity),
    annotations: entity.metadata.annotations ?? {},
  };
}

function ownerOf(entity: Entity): string | undefined {
  const owner = entity.spec?.owner;
  if (typeof owner !== 'string') return undefined;
  try {
    return stringifyEntityRef(
      parseEntityRef(owner, {
        defaultKind: 'group',
        defaultNamespace: entity.metadata.namespace ?? 'default',
      }),
    );
  } catch {
    return undefined;
  }
}
