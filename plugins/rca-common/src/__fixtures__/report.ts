import { RcaReport } from '../report';

const DEPLOYMENT = {
  cluster: 'sandbox',
  namespace: 'team-a-prod',
  kind: 'Deployment',
  name: 'cart',
};

/** A complete report; tests overwrite what they are about. */
export function createReport(overrides: Partial<RcaReport> = {}): RcaReport {
  return {
    schemaVersion: '1.2',
    investigationId: '2b1f6c58-35bb-4f0e-9f57-7a3dbb6a2f10',
    entityRef: 'component:default/cart',
    cluster: 'sandbox',
    namespace: 'team-a-prod',
    window: {
      from: '2026-11-20T10:00:00.000Z',
      to: '2026-11-20T11:00:00.000Z',
    },
    requestedBy: 'user:default/300000000000000001',
    createdAt: '2026-11-20T11:00:01.000Z',
    durationMs: 812,
    verdict: 'cause-found',
    confidence: 0.93,
    summary:
      'cart cannot start: CART_TTL_SECONDS is "ten", which is no integer.',
    onset: '2026-11-20T10:52:00.000Z',
    hypotheses: [
      {
        id: 'h-1',
        category: 'bad-config',
        entity: DEPLOYMENT,
        statement: 'A new configuration value stops the container at start.',
        confidence: 0.93,
        onset: '2026-11-20T10:52:00.000Z',
        evidenceFor: ['ev-1'],
        evidenceAgainst: [],
        propagation: [DEPLOYMENT, { ...DEPLOYMENT, name: 'checkout' }],
        confirmBy: 'Start the container with the previous value.',
      },
    ],
    narrative: {
      model: 'openai-compatible/small',
      sentences: [
        {
          text: 'cart exits with code 1 because its value is not an integer.',
          evidence: ['ev-1'],
        },
      ],
      dropped: [
        { reason: 'unknown-evidence', count: 2 },
        { reason: 'number-not-found', count: 1 },
      ],
    },
    excluded: [
      {
        category: 'node-failure',
        entity: { cluster: 'sandbox', kind: 'Node', name: 'sandbox-node-2' },
        reason: 'All nodes that run its pods are ready.',
        evidence: [],
      },
    ],
    findings: [
      {
        id: 'f-1',
        rule: 'container-crash-loop',
        title: 'Container cart exits with code 1 at start',
        severity: 'critical',
        object: DEPLOYMENT,
        origins: ['k8sgpt', 'rules'],
        evidence: ['ev-1'],
      },
    ],
    timeline: [
      {
        at: '2026-11-20T10:51:30.000Z',
        kind: 'change',
        title: 'Rollout of revision 4',
        object: DEPLOYMENT,
        evidence: ['ev-1'],
      },
    ],
    seenBefore: [
      {
        investigationId: '7d0f6c58-35bb-4f0e-9f57-7a3dbb6a2f10',
        createdAt: '2026-11-13T09:00:00.000Z',
        similarity: 0.8,
        verdict: 'cause-found',
        category: 'bad-config',
        entity: DEPLOYMENT,
        summary: 'cart stops at start because of its configuration.',
        reportUrl: 'https://git.example/reports/cart.md',
        evidence: ['ev-1'],
      },
    ],
    unchecked: [
      {
        source: 'kubernetes',
        reason: 'forbidden',
        message: 'Nodes may not be listed.',
      },
    ],
    actions: [
      {
        id: 'a-1',
        kind: 'rollback',
        target: DEPLOYMENT,
        title: 'Roll cart back to revision 3',
        parameters: { revision: 3 },
        risk: 'low',
        expectedEffect: 'The pods start again.',
        successMeasure: 'All replicas are available within 5 minutes.',
      },
    ],
    sources: [
      {
        source: 'kubernetes',
        status: 'partial',
        durationMs: 210,
        evidenceCount: 1,
        summary: '3 pods read',
      },
    ],
    evidence: [
      {
        id: 'ev-1',
        source: 'kubernetes',
        title: 'Last exit of container cart',
        object: DEPLOYMENT,
        at: '2026-11-20T10:52:00.000Z',
        query: '/api/v1/namespaces/team-a-prod/pods',
        excerpt: 'exit code 1\nvalue "ten" is not an integer',
        measurement: {
          value: 4,
          unit: 'restarts',
          windowSeconds: 480,
          baseline: 0,
        },
      },
    ],
    ...overrides,
  };
}
