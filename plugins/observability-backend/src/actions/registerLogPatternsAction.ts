import {
  observabilityReadPermission,
  TemplateToken,
} from '@internal/plugin-observability-common';
import { loadPatterns } from '../logs/loadPatterns';
import { resolveInput, targetInput } from './input';
import { ActionOptions, readOnly, UNTRUSTED } from './types';

const DEFAULT_PATTERNS = 30;
const MAX_PATTERNS = 100;
const MAX_EXAMPLE_CHARS = 500;

/** Sums up the log of one workload. @internal */
export function registerLogPatternsAction(options: ActionOptions): void {
  const { actionsRegistry, access, logs } = options;
  actionsRegistry.register({
    name: 'log-patterns',
    title: 'Find log patterns',
    description: `Sums up the log lines of one service: which templates there are, how often, at which level, and what changed against the time of the same length before. Inside the caller's own namespaces.

The best first question about a log: \`isNew\` marks templates that were not there before, \`change\` is a factor of the rate, \`vanished\` are templates that stopped. Read the lines behind a template with \`query-logs\`, with its fixed words as \`contains\`.

${UNTRUSTED}

Example: \`{ "entityRef": "component:default/checkout", "last": "1h" }\``,
    schema: {
      input: z =>
        z.object({
          ...targetInput(z),
          limit: z
            .number()
            .int()
            .min(1)
            .max(MAX_PATTERNS)
            .optional()
            .describe(`Patterns at most. Default: ${DEFAULT_PATTERNS}`),
        }),
      output: z =>
        z.object({
          query: z.string().describe('What the store was asked'),
          patterns: z.array(
            z.object({
              template: z.string().describe('<name> stands for a variable'),
              count: z.number().describe('Lines in the window'),
              level: z.string().optional(),
              isNew: z.boolean(),
              change: z
                .number()
                .optional()
                .describe('Factor of the rate against the time before'),
              firstSeen: z.string(),
              lastSeen: z.string(),
              example: z.string(),
            }),
          ),
          vanished: z.array(z.string()).describe('Templates that stopped'),
          linesRead: z.number(),
          lines: z.number().describe('Lines that there are'),
          problem: z
            .string()
            .optional()
            .describe('Why nothing is said about changes'),
        }),
    },
    examples: [
      {
        title: 'What is new in the log of checkout?',
        input: { entityRef: 'component:default/checkout', last: '1h' },
      },
    ],
    visibilityPermission: observabilityReadPermission,
    attributes: readOnly,
    action: async ({ input, credentials }) => {
      const { limit = DEFAULT_PATTERNS } = input;
      const call = await resolveInput({ input, access, credentials });
      const { query, patterns, vanished, sample, baselineProblem } =
        await logs.ask(
          { ...call, request: { window: call.window } },
          question => loadPatterns(question, Math.min(limit, MAX_PATTERNS)),
        );
      return {
        output: {
          query,
          patterns: patterns.map(pattern => ({
            template: textOf(pattern.tokens),
            count: pattern.count,
            ...(pattern.level && { level: pattern.level }),
            isNew: pattern.isNew,
            ...(pattern.change !== undefined && { change: pattern.change }),
            firstSeen: pattern.firstSeen,
            lastSeen: pattern.lastSeen,
            example: pattern.example.slice(0, MAX_EXAMPLE_CHARS),
          })),
          vanished: vanished.map(({ tokens }) => textOf(tokens)),
          linesRead: sample.read,
          lines: sample.of,
          ...(baselineProblem && { problem: baselineProblem }),
        },
      };
    },
  });
}

function textOf(tokens: TemplateToken[]): string {
  return tokens
    .map(token => ('text' in token ? token.text : `<${token.variable}>`))
    .join('');
}
