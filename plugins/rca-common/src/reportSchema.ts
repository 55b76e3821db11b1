import { z } from 'zod/v4';
import {
  causeCategories,
  dropReasons,
  RcaReport,
  readableSchemaVersions,
  REPORT_SCHEMA_VERSION,
  verdicts,
} from './report';

/** Longest excerpt that an {@link Evidence} may carry, in UTF-16 code units. @public */
export const MAX_EXCERPT_LENGTH = 4_096;
/** Longest curve that an {@link Evidence} may carry. @public */
export const MAX_SERIES_POINTS = 500;

const MAX_TEXT_LENGTH = 2_000;

const text = z.string().max(MAX_TEXT_LENGTH);
const instant = z.iso.datetime({ offset: true });
const share = z.number().min(0).max(1);
const evidenceIds = z.array(z.string().regex(/^ev-\d+$/));

const objectRef = z.strictObject({
  cluster: z.string(),
  namespace: z.string().optional(),
  kind: z.string(),
  name: z.string(),
});

const evidence = z.strictObject({
  id: z.string().regex(/^ev-\d+$/),
  source: z.string(),
  title: text,
  object: objectRef.optional(),
  at: instant.optional(),
  query: z.string().max(MAX_EXCERPT_LENGTH).optional(),
  excerpt: z.string().max(MAX_EXCERPT_LENGTH).optional(),
  measurement: z
    .strictObject({
      value: z.number(),
      unit: z.string(),
      windowSeconds: z.number(),
      baseline: z.number().optional(),
    })
    .optional(),
  series: z
    .array(
      z.strictObject({
        name: z.string(),
        points: z
          .array(z.tuple([z.number(), z.number()]))
          .max(MAX_SERIES_POINTS),
      }),
    )
    .optional(),
});

const finding = z.strictObject({
  id: z.string().regex(/^f-\d+$/),
  rule: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: text,
  severity: z.enum(['critical', 'warning', 'info']),
  object: objectRef,
  onset: instant.optional(),
  origins: z.array(z.string()).optional(),
  evidence: evidenceIds,
});

const action = z.strictObject({
  id: z.string().regex(/^a-\d+$/),
  kind: z.enum(['rollback', 'scale', 'restart', 'config-change', 'ask-human']),
  target: objectRef,
  title: text,
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
  risk: z.enum(['low', 'medium', 'high']),
  expectedEffect: text,
  successMeasure: text,
});

const narrative = z.strictObject({
  model: text.optional(),
  sentences: z.array(z.strictObject({ text, evidence: evidenceIds.min(1) })),
  dropped: z.array(
    z.strictObject({
      reason: z.enum(dropReasons),
      count: z.number().int().min(1),
    }),
  ),
  failure: text.optional(),
});

const hypothesis = z.strictObject({
  id: z.string().regex(/^h-\d+$/),
  category: z.enum(causeCategories),
  entity: objectRef,
  statement: text,
  confidence: share,
  onset: instant.optional(),
  evidenceFor: evidenceIds.min(1),
  evidenceAgainst: evidenceIds,
  propagation: z.array(objectRef),
  confirmBy: text.optional(),
});

/**
 * The report as it is stored and committed. The JSON Schema beside the package
 * (`schema/rca-report-<version>.schema.json`) is generated from it.
 * @public
 */
export const rcaReportSchema = z.strictObject({
  schemaVersion: z.enum(readableSchemaVersions),
  investigationId: z.uuid(),
  entityRef: z.string(),
  cluster: z.string(),
  namespace: z.string(),
  window: z.strictObject({ from: instant, to: instant }),
  requestedBy: z.string(),
  createdAt: instant,
  durationMs: z.number().min(0),
  verdict: z.enum(verdicts),
  confidence: share,
  summary: text,
  onset: instant.optional(),
  hypotheses: z.array(hypothesis),
  narrative: narrative.optional(),
  excluded: z.array(
    z.strictObject({
      category: z.enum(causeCategories),
      entity: objectRef,
      reason: text,
      evidence: evidenceIds,
    }),
  ),
  findings: z.array(finding),
  timeline: z.array(
    z.strictObject({
      at: instant,
      kind: z.enum(['onset', 'change', 'event', 'finding']),
      title: text,
      object: objectRef.optional(),
      evidence: evidenceIds,
    }),
  ),
  seenBefore: z
    .array(
      z.strictObject({
        investigationId: z.uuid(),
        createdAt: instant,
        similarity: share,
        verdict: z.enum(verdicts),
        category: z.enum(causeCategories).optional(),
        entity: objectRef.optional(),
        summary: text,
        reportUrl: text.optional(),
        evidence: evidenceIds,
      }),
    )
    .optional(),
  unchecked: z.array(
    z.strictObject({ source: z.string(), reason: z.string(), message: text }),
  ),
  actions: z.array(action),
  sources: z.array(
    z.strictObject({
      source: z.string(),
      status: z.enum(['ok', 'partial', 'failed', 'timed-out', 'cancelled']),
      durationMs: z.number().min(0),
      evidenceCount: z.number().int().min(0),
      summary: text,
    }),
  ),
  evidence: z.array(evidence),
});

/**
 * Checks a report against the schema and that every evidence id which it names
 * is in it.
 *
 * @throws Error that says what is wrong.
 * @public
 */
export function parseReport(value: unknown): RcaReport {
  const report: RcaReport = rcaReportSchema.parse(value);
  const dangling = findDanglingEvidence(report);
  if (dangling.length) {
    throw new Error(
      `The report names evidence that it does not hold: ${dangling.join(', ')}`,
    );
  }
  return report;
}

/** Evidence ids that the report names but does not hold, sorted. @public */
export function findDanglingEvidence(report: RcaReport): string[] {
  const held = new Set(report.evidence.map(item => item.id));
  const named = [
    ...report.hypotheses.flatMap(h => [...h.evidenceFor, ...h.evidenceAgainst]),
    ...report.excluded.flatMap(item => item.evidence),
    ...report.findings.flatMap(item => item.evidence),
    ...report.timeline.flatMap(item => item.evidence),
    ...(report.seenBefore ?? []).flatMap(item => item.evidence),
    ...(report.narrative?.sentences ?? []).flatMap(item => item.evidence),
  ];
  return [...new Set(named.filter(id => !held.has(id)))].sort();
}

/** The JSON Schema (draft 2020-12) of the report. @public */
export function createReportJsonSchema(): object {
  return {
    title: 'Root-cause analysis report',
    ...z.toJSONSchema(rcaReportSchema),
    $id: `rca-report-${REPORT_SCHEMA_VERSION}.schema.json`,
  };
}
