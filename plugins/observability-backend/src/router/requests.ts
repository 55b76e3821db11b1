import { InputError } from '@backstage/errors';
import { z } from 'zod';

const ENTITY_REF =
  /^(?:[a-z]+:)?(?:[A-Za-z0-9._-]{1,63}\/)?[A-Za-z0-9._-]{1,63}$/i;
const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
/** Names of clusters are free text in the configuration; these are those that people give. */
const CLUSTER_NAME = /^[A-Za-z0-9][A-Za-z0-9 ._:/@-]{0,99}$/;
/** As far as any store keeps its data, and as much as one chart can tell. */
const MAX_WINDOW_MS = 31 * 24 * 60 * 60 * 1_000;
const MAX_QUERY_CHARS = 20_000;
const MAX_TEXT_CHARS = 2_000;
const MAX_ITEMS = 50;
/** JSON that is written like this finds its way to every store. */
const FIELD_NAME = /^[^\p{Cc}]{1,200}$/u;

/** @internal */
export const entityRef = z
  .string()
  .regex(ENTITY_REF, 'must be an entity ref such as component:default/cart');
/** @internal */
export const namespace = z.string().regex(DNS_LABEL, 'must be a DNS label');
/** @internal */
export const cluster = z
  .string()
  .regex(CLUSTER_NAME, 'must be the name of a cluster');

/** @internal */
export const targetRef = z
  .object({
    entityRef,
    namespace: namespace.optional(),
    cluster: cluster.optional(),
  })
  .strict();

const instant = z.string().max(40).datetime({ offset: true });

/** @internal */
export const timeWindow = z
  .object({ from: instant, to: instant })
  .strict()
  .transform(({ from, to }) => ({ from: new Date(from), to: new Date(to) }))
  .refine(({ from, to }) => from < to, 'must end after it begins')
  .refine(
    ({ from, to }) => to.getTime() - from.getTime() <= MAX_WINDOW_MS,
    'must be 31 days at most',
  );

const texts = z.array(z.string().min(1).max(MAX_TEXT_CHARS)).max(MAX_ITEMS);
const fieldName = z.string().regex(FIELD_NAME, 'must be the name of a field');

/** @internal */
export const logFilter = z
  .object({
    phrases: texts.optional(),
    excludedPhrases: texts.optional(),
    levels: z.array(z.string().max(100)).max(MAX_ITEMS).optional(),
    fields: z
      .array(
        z
          .object({
            name: fieldName,
            values: z
              .array(z.string().max(MAX_TEXT_CHARS))
              .min(1)
              .max(MAX_ITEMS),
            match: z.enum(['exact', 'prefix']).optional(),
            exclude: z.boolean().optional(),
          })
          .strict(),
      )
      .max(MAX_ITEMS)
      .optional(),
  })
  .strict();

const queryText = z.string().max(MAX_QUERY_CHARS);

const aboutTarget = targetRef.extend({ window: timeWindow });
const aboutLogs = aboutTarget.extend({
  filter: logFilter.optional(),
  query: queryText.optional(),
});

/** Bodies of the routes by name; each is checked before anything else happens with it. @internal */
export const requests = {
  target: targetRef,
  logVolume: aboutLogs.extend({
    buckets: z.number().int().min(10).max(500).default(60),
  }),
  logPatterns: aboutLogs.extend({
    limit: z.number().int().min(1).max(500).default(100),
  }),
  logLines: aboutLogs.extend({
    limit: z.number().int().min(1).max(1_000).default(100),
    cursor: z.string().max(400).optional(),
  }),
  logTail: aboutLogs.extend({ window: timeWindow.optional() }),
  logFields: aboutLogs.extend({ field: fieldName.optional() }),
  logExport: aboutLogs.extend({ format: z.enum(['ndjson', 'csv', 'text']) }),
  metricPanel: aboutTarget.extend({ panel: z.string().min(1).max(60) }),
  metricQuery: aboutTarget.extend({
    query: queryText.min(1),
    stepSeconds: z.number().int().min(1).max(86_400).optional(),
  }),
  metricNames: aboutTarget.extend({
    label: z
      .string()
      .regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,199}$/, 'must be the name of a label')
      .optional(),
  }),
  marks: aboutTarget,
  traceSearch: aboutTarget.extend({
    operation: z.string().min(1).max(500).optional(),
    minDuration: z.number().min(0).max(86_400_000).optional(),
    onlyErrors: z.boolean().optional(),
    limit: z.number().int().min(1).max(200).default(50),
  }),
  trace: targetRef.extend({
    traceId: z
      .string()
      .regex(/^[0-9a-fA-F]{16,32}$/, 'must be 16 to 32 hex digits'),
  }),
};

/** A body as the route gets it. @internal */
export type Parsed<K extends keyof typeof requests> = z.output<
  (typeof requests)[K]
>;

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
