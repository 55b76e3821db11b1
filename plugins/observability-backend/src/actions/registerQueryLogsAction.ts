import { observabilityReadPermission } from '@internal/plugin-observability-common';
import { loadLines } from '../logs/loadLines';
import { logFilter, parseRequest } from '../router/requests';
import { resolveInput, targetInput } from './input';
import { ActionOptions, readOnly, UNTRUSTED } from './types';

const DEFAULT_LINES = 50;
const MAX_LINES = 200;
/** A stack trace of a thousand lines is not read by a model either. */
const MAX_MESSAGE_CHARS = 2_000;

/** Reads log lines of one workload. @internal */
export function registerQueryLogsAction(options: ActionOptions): void {
  const { actionsRegistry, access, logs } = options;
  actionsRegistry.register({
    name: 'query-logs',
    title: 'Query logs',
    description: `Reads log lines of one service, newest first, inside the caller's own namespaces.

Narrow by \`contains\` (texts that all occur in the message) and \`levels\`, or give a whole \`query\` in the log store's own language (LogsQL or LogQL); \`query\` takes the place of the other filters and reads the whole namespace. Ask \`log-patterns\` first when you do not know what to look for.

Returns the lines and the query that ran. \`more\` says that older lines were left out.

${UNTRUSTED}

Example: \`{ "entityRef": "component:default/checkout", "last": "30m", "levels": ["error"], "contains": ["timeout"] }\``,
    schema: {
      input: z =>
        z.object({
          ...targetInput(z),
          contains: z
            .array(z.string().max(500))
            .max(10)
            .optional()
            .describe('Texts that all occur in the message, e.g. ["timeout"]'),
          levels: z
            .array(z.string().max(50))
            .max(10)
            .optional()
            .describe('One of these levels, e.g. ["error", "warn"]'),
          query: z
            .string()
            .max(10_000)
            .optional()
            .describe('Query in the language of the log store'),
          limit: z
            .number()
            .int()
            .min(1)
            .max(MAX_LINES)
            .optional()
            .describe(`Lines at most. Default: ${DEFAULT_LINES}`),
        }),
      output: z =>
        z.object({
          query: z.string().describe('What the store was asked'),
          lines: z.array(
            z.object({
              time: z.string().describe('RFC 3339'),
              level: z.string().optional(),
              pod: z.string().optional(),
              traceId: z.string().optional(),
              message: z.string(),
            }),
          ),
          more: z.boolean().describe('Older lines were left out'),
        }),
    },
    examples: [
      {
        title: 'Errors of the last half an hour',
        input: {
          entityRef: 'component:default/checkout',
          last: '30m',
          levels: ['error'],
        },
      },
    ],
    visibilityPermission: observabilityReadPermission,
    attributes: readOnly,
    action: async ({ input, credentials }) => {
      const { contains, levels, query, limit = DEFAULT_LINES } = input;
      const call = await resolveInput({ input, access, credentials });
      const filter = parseRequest(logFilter, {
        ...(contains && { phrases: contains }),
        ...(levels && { levels }),
      });
      const answer = await logs.ask(
        { ...call, request: { window: call.window, filter, query } },
        question => loadLines(question, { limit: Math.min(limit, MAX_LINES) }),
      );
      return {
        output: {
          query: answer.query,
          lines: answer.lines.map(({ time, level, pod, traceId, message }) => ({
            time,
            ...(level && { level }),
            ...(pod && { pod }),
            ...(traceId && { traceId }),
            message: message.slice(0, MAX_MESSAGE_CHARS),
          })),
          more: answer.nextCursor !== undefined,
        },
      };
    },
  });
}
