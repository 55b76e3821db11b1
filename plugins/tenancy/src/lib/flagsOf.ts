import { AlphaEntity } from '@backstage/catalog-model/alpha';
import {
  ENTITY_FLAG_ANNOTATION,
  ENTITY_FLAG_STATUS_TYPE,
  EntityFlagReason,
} from '@internal/plugin-tenancy-common';
import { flagAdvice } from './words';

/** What the catalog's tenancy processor wrote on an entity. */
export function flagsOf(entity: AlphaEntity): {
  reasons: EntityFlagReason[];
  messages: string[];
} {
  const reasons = (entity.metadata.annotations?.[ENTITY_FLAG_ANNOTATION] ?? '')
    .split(',')
    .map(reason => reason.trim())
    .filter((reason): reason is EntityFlagReason => reason in flagAdvice);
  const messages = (entity.status?.items ?? [])
    .filter(({ type }) => type === ENTITY_FLAG_STATUS_TYPE)
    .map(({ message }) => message);
  return {
    reasons: [...new Set(reasons)],
    messages: [...new Set(messages)],
  };
}
