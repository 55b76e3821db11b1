import { InputError } from '@backstage/errors';
import {
  ChartSeries,
  observabilityReadPermission,
} from '@internal/plugin-observability-common';
import { panels } from '../metrics/catalogue';
import { resolveInput, targetInput } from './input';
import { ActionOptions, readOnly, UNTRUSTED } from './types';

/** Points of a series that a model gets: its shape, not its every wiggle. */
const MAX_POINTS = 30;
const MAX_SERIES = 20;

/** Reads metrics of one workload. @internal */
export function registerQueryMetricsAction(options: ActionOptions): void {
  const { actionsRegistry, access, metrics } = options;
  actionsRegistry.register({
    name: 'query-metrics',
    title: 'Query metrics',
    description: `Reads metrics of one service over a time, inside the caller's own namespaces, and says what is unusual in them.

Give a \`panel\` of the catalogue, or an expression in PromQL or MetricsQL as \`query\`. Panels: ${panels
      .map(({ id, title }) => `\`${id}\` (${title})`)
      .join(', ')}.

Returns each series with its smallest, largest, mean and last value, ${MAX_POINTS} points of it, and for panels \`anomalies\`: sentences with numbers, times and what was usual before.

${UNTRUSTED}

Example: \`{ "entityRef": "component:default/checkout", "last": "1h", "panel": "latency" }\``,
    schema: {
      input: z =>
        z.object({
          ...targetInput(z),
          panel: z
            .string()
            .max(60)
            .optional()
            .describe('Id of a panel, e.g. error-ratio'),
          query: z
            .string()
            .max(10_000)
            .optional()
            .describe('Expression, when no panel fits'),
        }),
      output: z =>
        z.object({
          queries: z.array(z.string()).describe('What the store was asked'),
          unit: z.string().optional().describe('Unit of a panel, e.g. seconds'),
          series: z.array(
            z.object({
              name: z.string(),
              min: z.number(),
              max: z.number(),
              mean: z.number(),
              last: z.number(),
              points: z
                .array(z.tuple([z.string(), z.number()]))
                .describe('Time (RFC 3339) and mean value around it'),
            }),
          ),
          anomalies: z.array(z.string()),
          truncated: z.boolean().describe('There are more series'),
        }),
    },
    examples: [
      {
        title: 'Has checkout become slower?',
        input: {
          entityRef: 'component:default/checkout',
          last: '1h',
          panel: 'latency',
        },
      },
    ],
    visibilityPermission: observabilityReadPermission,
    attributes: readOnly,
    action: async ({ input, credentials }) => {
      const { panel, query } = input;
      const call = await resolveInput({ input, access, credentials });
      if ((panel === undefined) === (query === undefined)) {
        throw new InputError('Give either a panel or a query');
      }
      const answer =
        panel === undefined
          ? await metrics.query({ ...call, query: query! })
          : await metrics.panel({ ...call, panel });
      return {
        output: {
          queries: 'queries' in answer ? answer.queries : [answer.query],
          ...('panel' in answer && { unit: answer.panel.unit }),
          series: answer.series.slice(0, MAX_SERIES).flatMap(summarise),
          anomalies:
            'anomalies' in answer
              ? answer.anomalies.map(({ explanation }) => explanation)
              : [],
          truncated: answer.truncated || answer.series.length > MAX_SERIES,
        },
      };
    },
  });
}

/** JSON has no infinities, and a mean over them says nothing. */
function summarise({ name, points }: ChartSeries) {
  const finite = points.filter(([, value]) => Number.isFinite(value));
  if (finite.length === 0) return [];
  const values = finite.map(([, value]) => value);
  const size = Math.ceil(finite.length / MAX_POINTS);
  const shape: Array<[string, number]> = [];
  for (let i = 0; i < finite.length; i += size) {
    const chunk = finite.slice(i, i + size);
    shape.push([
      new Date(chunk[0][0] * 1_000).toISOString(),
      round(mean(chunk.map(([, value]) => value))),
    ]);
  }
  return [
    {
      name,
      min: round(values.reduce((a, b) => Math.min(a, b))),
      max: round(values.reduce((a, b) => Math.max(a, b))),
      mean: round(mean(values)),
      last: round(values.at(-1)!),
      points: shape,
    },
  ];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function round(value: number): number {
  return Number(value.toPrecision(5));
}
