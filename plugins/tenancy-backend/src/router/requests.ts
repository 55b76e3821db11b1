import { InputError } from '@backstage/errors';
import {
  DEFAULT_PAGE_SIZE,
  isNamespaceName,
  MAX_ACCESS_REQUEST_REASON_LENGTH,
  MAX_PAGE_SIZE,
  toGroupRef,
} from '@internal/plugin-tenancy-common';
import { z } from 'zod';

const MAX_NAME = 253;
const MAX_CURSOR = 1_000;
/** Everything that would break a line of text, or hide in it. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

const cluster = z.string().min(1).max(MAX_NAME);
// Names that no namespace can have get the decision's own reason, so any text goes.
const anyNamespace = z.string().min(1).max(MAX_NAME);
const page = {
  cursor: z.string().min(1).max(MAX_CURSOR).optional(),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_PAGE_SIZE)
    .default(DEFAULT_PAGE_SIZE),
};
const filter = {
  ...page,
  cluster: cluster.optional(),
  q: z.string().max(63).optional(),
};

/** Query of `GET /access`. @internal */
export const accessQuery = z
  .object({
    ...filter,
    access: z.enum(['owner', 'shared', 'platform']).optional(),
  })
  .strict();

/** Query of `GET /explain`. @internal */
export const explainQuery = z
  .object({ cluster, namespace: anyNamespace })
  .strict();

/** Query of `GET /namespaces`. @internal */
export const namespacesQuery = z
  .object({
    ...filter,
    owner: z
      .string()
      .transform((text, context) => {
        const ref = toGroupRef(text);
        if (!ref) {
          context.addIssue({
            code: z.ZodIssueCode.custom,
            message: 'must be the name or the entity ref of a group',
          });
        }
        return ref;
      })
      .optional(),
    state: z.enum(['owned', 'unowned', 'conflict', 'invalid']).optional(),
  })
  .strict();

/** Query of the lists that only have pages. @internal */
export const pageQuery = z.object(page).strict();

/** Body of `POST /access-requests`. @internal */
export const accessRequestBody = z
  .object({
    cluster,
    namespace: z
      .string()
      .refine(isNamespaceName, 'must be the name of a namespace'),
    reason: z
      .string()
      .max(MAX_ACCESS_REQUEST_REASON_LENGTH)
      .transform(text =>
        text.replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim(),
      )
      .refine(text => text.length > 0, 'must say why'),
  })
  .strict();

/** @throws InputError that names the field and the rule. @internal */
export function parseRequest<T extends z.ZodTypeAny>(
  schema: T,
  value: unknown,
): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new InputError(
    path.length ? `${path.join('.')}: ${message}` : `Bad request: ${message}`,
  );
}
