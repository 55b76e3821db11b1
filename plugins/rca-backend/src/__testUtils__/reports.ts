import { RcaReport } from '@internal/plugin-rca-common';

/** A small report that passes the schema. */
export function createReport(overrides: Partial<RcaReport> = {}): RcaReport {
  return {
    schemaVersion: '1.0',
    investigationId: '2b1f6c58-35bb-4f0e-9f57-7a3dbb6a2f10',
    entityRef: 'component:default/cart',
    cluster: 'sandbox',
    namespace: 'team-a-prod',
    window: {
      from: '2026-11-20T10:00:00.000Z',
      to: '2026-11-20T11:00:00.000Z',
    },
    requestedBy: 'user:default/alice',
    createdAt: '2026-11-20T11:00:01.250Z',
    durationMs: 812,
    verdict: 'inconclusive',
    confidence: 0.3,
    summary: 'Nothing wrong was seen with cart, but metrics could not be read.',
    hypotheses: [],
    excluded: [],
    findings: [],
    timeline: [],
    unchecked: [],
    actions: [],
    sources: [
      {
        source: 'kubernetes',
        status: 'ok',
        durationMs: 210,
        evidenceCount: 1,
        summary: '2 pods',
      },
    ],
    evidence: [{ id: 'ev-1', source: 'kubernetes', title: 'A pod' }],
    ...overrides,
  };
}
