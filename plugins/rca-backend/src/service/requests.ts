import { InputError } from '@backstage/errors';
import { verdicts } from '@internal/plugin-rca-common';
import { z } from 'zod';

const ENTITY_REF =
  /^(?:[a-z]+:)?(?:[A-Za-z0-9._-]{1,63}\/)?[A-Za-z0-9._-]{1,63}$/i;
const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
/** Names of clusters are free text in the configuration; these are those that people give. */
const CLUSTER_NAME = /^[A-Za-z0-9][A-Za-z0-9 ._:/@-]{0,99}$/;
const MAX_PAGE = 100;
const DEFAULT_PAGE = 20;

const entityRef = z
  .string()
  .regex(ENTITY_REF, 'must be an entity ref such as component:default/cart');
const namespace = z.string().regex(DNS_LABEL, 'must be a DNS label');

/** What starts an investigation, from a route as well as from a tool. @internal */
export const startRequest = z
  .object({
    entityRef,
    timeRange: z
      .union([
        z.object({ last: z.string().max(8) }).strict(),
        z
          .object({
            from: z.string().max(40).datetime({ offset: true }),
            to: z.string().max(40).datetime({ offset: true }),
          })
          .strict(),
      ])
      .optional(),
    namespace: namespace.optional(),
    cluster: z
      .string()
      .regex(CLUSTER_NAME, 'must be the name of a cluster')
      .optional(),
  })
  .strict();

/** Query of `GET /investigations`. @internal */
export const listQuery = z
  .object({
    entityRef: entityRef.optional(),
    namespace: namespace.optional(),
    state: z
      .enum(['queued', 'running', 'succeeded', 'failed', 'cancelled'])
      .optional(),
    verdict: z.enum(verdicts).optional(),
    limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
    cursor: z.string().max(200).optional(),
  })
  .strict();

/** @throws InputError that names the field and the rule. @internal */
export function parseRequest<T extends z.ZodTypeAny>(
  schema: T,
  value: unknown,
): z.output<T> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue.path.join('.');
    throw new InputError(
      `Invalid request: ${field ? `${field}: ` : ''}${issue.message}`,
    );
  }
  return parsed.data;
}
