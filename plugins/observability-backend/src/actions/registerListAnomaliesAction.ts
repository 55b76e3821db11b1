import { observabilityReadPermission } from '@internal/plugin-observability-common';
import { listAnomaliesQuery } from '../anomalies/requests';
import { parseRequest } from '../router/requests';
import { ActionOptions, readOnly, UNTRUSTED } from './types';

const DEFAULT_ANOMALIES = 20;
const MAX_ANOMALIES = 50;

/** Lists what is unusual in the caller's namespaces. @internal */
export function registerListAnomaliesAction(options: ActionOptions): void {
  const { actionsRegistry, access, anomalies } = options;
  actionsRegistry.register({
    name: 'list-anomalies',
    title: 'List anomalies',
    description: `Lists what the scheduled scan found unusual in metrics and logs of the caller's own namespaces, newest first: what, since when, how sure, and the query that shows it. Muted ones are left out.

Without input: everything that is unusual now. Narrow by \`entityRef\` or \`namespace\`; \`state: "ended"\` for what is over. \`scans\` says when each namespace was last looked at.

${UNTRUSTED}

Example: \`{ "namespace": "team-a-prod" }\``,
    schema: {
      input: z =>
        z.object({
          entityRef: z
            .string()
            .max(200)
            .optional()
            .describe('Only of this service, e.g. component:default/checkout'),
          namespace: z
            .string()
            .max(63)
            .optional()
            .describe('Only of this namespace'),
          cluster: z
            .string()
            .max(100)
            .optional()
            .describe('Only of this cluster'),
          state: z.enum(['open', 'ended']).optional().describe('Default: open'),
          limit: z
            .number()
            .int()
            .min(1)
            .max(MAX_ANOMALIES)
            .optional()
            .describe(`At most so many. Default: ${DEFAULT_ANOMALIES}`),
        }),
      output: z =>
        z.object({
          anomalies: z.array(
            z.object({
              namespace: z.string(),
              cluster: z.string(),
              service: z.string().optional(),
              entityRef: z.string().optional(),
              title: z.string(),
              kind: z.string(),
              onset: z.string().describe('RFC 3339'),
              endedAt: z.string().optional(),
              confidence: z.number().describe('0 to 1'),
              explanation: z.string(),
              query: z.string(),
            }),
          ),
          more: z.boolean(),
          scans: z.array(
            z.object({
              namespace: z.string(),
              cluster: z.string(),
              lastScanAt: z.string().optional(),
              problems: z.array(z.string()),
            }),
          ),
        }),
    },
    examples: [
      {
        title: 'What is unusual in my namespaces now?',
        input: {},
      },
    ],
    visibilityPermission: observabilityReadPermission,
    attributes: readOnly,
    action: async ({ input, credentials }) => {
      await access.authorize(credentials);
      const { limit = DEFAULT_ANOMALIES, state = 'open', ...rest } = input;
      const list = await anomalies.list(
        parseRequest(listAnomaliesQuery, {
          ...rest,
          state,
          limit: Math.min(limit, MAX_ANOMALIES),
        }),
        credentials,
      );
      return {
        output: {
          anomalies: list.items.map(item => ({
            namespace: item.namespace,
            cluster: item.cluster,
            ...(item.service && { service: item.service }),
            ...(item.entityRef && { entityRef: item.entityRef }),
            title: item.title,
            kind: item.kind,
            onset: item.onset,
            ...(item.endedAt && { endedAt: item.endedAt }),
            confidence: item.confidence,
            explanation: item.explanation,
            query: item.query,
          })),
          more: list.nextCursor !== undefined,
          scans: list.scans,
        },
      };
    },
  });
}
