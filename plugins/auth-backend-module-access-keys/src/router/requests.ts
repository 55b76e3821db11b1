import { InputError } from '@backstage/errors';
import {
  grantablePermissions,
  isGroupName,
  isNamespaceName,
  toGroupRef,
} from '@internal/plugin-tenancy-common';
import { z } from 'zod';
import { NewKey } from '../AccessKeyService';

const HOUR_MS = 3_600_000;
const MAX_NAME_LENGTH = 100;
const MAX_NAMESPACES = 50;

const newKey = z
  .object({
    name: z.string().trim().min(1).max(MAX_NAME_LENGTH),
    owner: z.string().transform((text, ctx) => {
      const ref = toGroupRef(text);
      if (!ref) {
        ctx.addIssue({
          code: 'custom',
          message: "must be the name of a group or 'group:<namespace>/<name>'",
        });
        return z.NEVER;
      }
      return ref;
    }),
    permissions: z
      .array(z.enum(grantablePermissions))
      .min(1)
      .max(grantablePermissions.length)
      .transform(names => [...new Set(names)]),
    namespaces: z
      .array(
        z
          .object({
            cluster: z.string().refine(isGroupName, 'is no name of a cluster'),
            namespace: z
              .string()
              .refine(isNamespaceName, 'is no name of a namespace'),
          })
          .strict(),
      )
      .max(MAX_NAMESPACES)
      .default([]),
    lifetimeHours: z.number().int().min(1).optional(),
  })
  .strict();

/** Reads the body of POST /keys. @throws InputError with the rule that is broken. */
export function parseNewKey(body: unknown): NewKey {
  const result = newKey.safeParse(body);
  if (!result.success) {
    throw new InputError(
      result.error.issues
        .map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`)
        .join('; '),
    );
  }
  const { lifetimeHours, ...key } = result.data;
  return {
    ...key,
    lifetimeMs: lifetimeHours && lifetimeHours * HOUR_MS,
  };
}

/** Reads the id in a path. @throws InputError when it is none. */
export function parseId(id: string): string {
  if (!z.string().uuid().safeParse(id).success) {
    throw new InputError('The id of an access key is a UUID');
  }
  return id;
}
