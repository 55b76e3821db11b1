import { InputError } from '@backstage/errors';
import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ReadableTarget, TelemetryAccess } from '../access/TelemetryAccess';
import { parseRequest, targetRef } from '../router/requests';
import { ActionInput, Zod } from './types';

/** A model does not wait longer, and neither does a template. */
const DEADLINE_MS = 45_000;
const LAST = /^(\d{1,4})(m|h|d)$/;
const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const MAX_DAYS = 31;
const DEFAULT_LAST = '1h';

/** What every question about a workload takes. @internal */
export function targetInput(z: Zod) {
  return {
    entityRef: z
      .string()
      .max(200)
      .describe('Entity ref of the service, e.g. component:default/checkout'),
    last: z
      .string()
      .max(5)
      .optional()
      .describe(
        `How far to look back from now: minutes, hours or days, such as 15m, 6h or 7d; ${MAX_DAYS}d at most. Default: ${DEFAULT_LAST}`,
      ),
    namespace: z
      .string()
      .max(63)
      .optional()
      .describe('Namespace, when the entity does not name one'),
    cluster: z
      .string()
      .max(100)
      .optional()
      .describe('Cluster, when the entity does not name one'),
  };
}

/**
 * The workload and the time that a tool asks about: what the routes refuse, the
 * tools refuse as well.
 * @internal
 */
export async function resolveInput(options: {
  input: ActionInput;
  access: TelemetryAccess;
  credentials: BackstageCredentials;
}): Promise<{
  target: ReadableTarget;
  window: { from: Date; to: Date };
  signal: AbortSignal;
}> {
  const { input, access, credentials } = options;
  await access.authorize(credentials);
  const { entityRef, namespace, cluster } = input;
  const ref = parseRequest(targetRef, {
    entityRef,
    ...(namespace !== undefined && { namespace }),
    ...(cluster !== undefined && { cluster }),
  });
  const to = new Date();
  const from = new Date(to.getTime() - parseLast(input.last ?? DEFAULT_LAST));
  return {
    target: await access.target(credentials, ref),
    window: { from, to },
    signal: AbortSignal.timeout(DEADLINE_MS),
  };
}

function parseLast(text: string): number {
  const [, count, unit] = LAST.exec(text) ?? [];
  const ms = Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
  if (!(ms > 0) || ms > MAX_DAYS * UNIT_MS.d) {
    throw new InputError(
      `Invalid last '${text}': must be a number with m, h or d, such as 30m, and ${MAX_DAYS}d at most`,
    );
  }
  return ms;
}
