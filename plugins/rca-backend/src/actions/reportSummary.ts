import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import {
  causeCategories,
  describeObject,
  InvestigationWithReport,
  verdicts,
} from '@internal/plugin-rca-common';

/** The registry brings its own zod, which need not be that of this package. */
type OutputSchema = Parameters<
  ActionsRegistryService['register']
>[0]['schema']['output'];

/** What the actions answer with: enough to act on, small enough for a model. @internal */
export const reportSummarySchema: OutputSchema = z =>
  z.object({
    investigationId: z.string().describe('Id for get-report'),
    state: z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']),
    verdict: z.enum(verdicts).optional(),
    confidence: z.number().optional().describe('0 to 1, of the verdict'),
    summary: z.string().optional(),
    onset: z.string().optional().describe('RFC 3339'),
    hypotheses: z.array(
      z.object({
        category: z.enum(causeCategories),
        entity: z.string().describe('Kind namespace/name'),
        statement: z.string(),
        confidence: z.number(),
      }),
    ),
    actions: z.array(
      z.object({
        kind: z.string(),
        title: z.string(),
        risk: z.enum(['low', 'medium', 'high']),
      }),
    ),
    unchecked: z
      .array(z.string())
      .describe('What could not be looked at, and why'),
    reportUrl: z.string().optional(),
    error: z.string().optional(),
  });

/** @internal */
export function summariseReport(investigation: InvestigationWithReport) {
  const { id, state, report, reportUrl, error } = investigation;
  return {
    investigationId: id,
    state,
    hypotheses: (report?.hypotheses ?? []).map(item => ({
      category: item.category,
      entity: describeObject(item.entity),
      statement: item.statement,
      confidence: item.confidence,
    })),
    actions: (report?.actions ?? []).map(({ kind, title, risk }) => ({
      kind,
      title,
      risk,
    })),
    unchecked: (report?.unchecked ?? []).map(({ message }) => message),
    ...(report && {
      verdict: report.verdict,
      confidence: report.confidence,
      summary: report.summary,
    }),
    ...(report?.onset && { onset: report.onset }),
    ...(reportUrl && { reportUrl }),
    ...(error && { error }),
  };
}
