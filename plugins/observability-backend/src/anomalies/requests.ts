import { z } from 'zod';
import { cluster, entityRef, namespace } from '../router/requests';

const MAX_PAGE = 100;
const DEFAULT_PAGE = 20;
const MAX_MUTE_DAYS = 90;
/** Postgres takes neither control characters such as NUL nor half a surrogate pair. */
const plainText = z
  .string()
  .trim()
  .min(1)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must have no control characters');
const name = plainText.max(253);

/** Query of `GET /anomalies`. @internal */
export const listAnomaliesQuery = z
  .object({
    entityRef: entityRef.optional(),
    cluster: cluster.optional(),
    namespace: namespace.optional(),
    state: z.enum(['open', 'ended']).optional(),
    signal: z.enum(['metric', 'log']).optional(),
    muted: z
      .enum(['true', 'false'])
      .default('false')
      .transform(text => text === 'true'),
    limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
    cursor: z.string().max(200).optional(),
  })
  .strict();

/** Query of `GET /anomalies/mutes`. @internal */
export const listMutesQuery = z
  .object({ cluster: cluster.optional(), namespace: namespace.optional() })
  .strict();

/** Body of `POST /anomalies/mutes`. @internal */
export const createMuteRequest = z
  .object({
    cluster,
    namespace,
    service: name.optional(),
    subject: name.optional(),
    kind: name.optional(),
    reason: plainText.max(500),
    days: z.number().int().min(1).max(MAX_MUTE_DAYS),
  })
  .strict();
