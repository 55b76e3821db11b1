import { InputError } from '@backstage/errors';
import { isNamespaceName } from '@internal/plugin-tenancy-common';
import { z } from 'zod';
import { fromZodError } from './fromZodError';

/** Lines of a log that are sent when the caller names no number, and at most. */
export const DEFAULT_LOG_LINES = 1_000;
export const MAX_LOG_LINES = 5_000;

/** A log is read back in time by this much at most. */
const MAX_SINCE_SECONDS = 7 * 24 * 3_600;

/** What Kubernetes allows as the name of an object in a path: no `/`, no `..`, nothing encoded. */
const objectName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?$/, 'must be the name of an object')
  .refine(name => !name.includes('..'), 'must be the name of an object');

const containerName = z
  .string()
  .max(63)
  .regex(
    /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/,
    'must be the name of a container',
  );

const kind = z
  .string()
  .max(63)
  .regex(/^[A-Z][A-Za-z0-9]*$/, 'must be a kind such as Pod');

const count = (max: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be a positive whole number')
    .transform(Number)
    .refine(value => value <= max, `must be at most ${max}`);

const flag = z.enum(['true', 'false']).transform(value => value === 'true');

const namespacePath = {
  cluster: objectName,
  namespace: z.string().refine(isNamespaceName, 'must be a DNS label'),
};

/** `…/pods/:pod/log`; a parameter that is not listed is refused, not ignored. */
export const logRequest = z
  .object({
    ...namespacePath,
    pod: objectName,
    container: containerName.optional(),
    previous: flag.default('false'),
    timestamps: flag.default('false'),
    tailLines: count(MAX_LOG_LINES).default(String(DEFAULT_LOG_LINES)),
    sinceSeconds: count(MAX_SINCE_SECONDS).optional(),
  })
  .strict();

/** `…/events`. */
export const eventsRequest = z
  .object({
    ...namespacePath,
    involvedObjectName: objectName.optional(),
    involvedObjectKind: kind.optional(),
  })
  .strict();

/** @throws InputError that names what is wrong, and where. */
export function parse<T extends z.ZodTypeAny>(
  schema: T,
  request: { params: object; query: object },
): z.output<T> {
  // What is in the path cannot be said again in the query.
  const twice = Object.keys(request.query).find(key => key in request.params);
  if (twice) throw new InputError(`${twice} belongs into the path`);
  const result = schema.safeParse({ ...request.query, ...request.params });
  if (!result.success) throw fromZodError(result.error);
  return result.data;
}
