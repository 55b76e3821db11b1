import {
  Evidence,
  InvestigationWithReport,
  ObjectRef,
  RcaReport,
} from '@internal/plugin-rca-common';

/** The moment that all fixtures are about; tests freeze nothing and compare exact times to it. */
const now = Date.now();
const MINUTE_MS = 60_000;

/** RFC 3339 of so many minutes ago. */
export function minutesAgo(minutes: number): string {
  return new Date(now - minutes * MINUTE_MS).toISOString();
}

const object = (kind: string, name: string): ObjectRef => ({
  cluster: 'sandbox',
  namespace: 'team-a-prod',
  kind,
  name,
});
const checkout = object('Deployment', 'checkout');

/** A curve that steps from one level to another, with a little unrest. */
function curve(
  name: string,
  before: number,
  after: number,
): NonNullable<Evidence['series']>[number] {
  const points = Array.from({ length: 90 }, (_, i): [number, number] => {
    const age = 60 - (i * 60) / 89;
    const level = age > 18 ? before : after;
    const at = Math.round((now - age * MINUTE_MS) / 1_000);
    return [at, level * (1 + 0.06 * Math.sin(i * 1.7))];
  });
  return { name, points };
}

const MIB = 1024 * 1024;

const evidence: Evidence[] = [
  {
    id: 'ev-1',
    source: 'kubernetes',
    title: 'Container checkout was killed for using too much memory, 6 times',
    object: object('Pod', 'checkout-7d9f8c6b5-x2k4p'),
    at: minutesAgo(15),
    query: '/api/v1/namespaces/team-a-prod/pods/checkout-7d9f8c6b5-x2k4p',
    excerpt:
      'lastState:\n  terminated:\n    exitCode: 137\n    reason: OOMKilled\nrestartCount: 6',
  },
  {
    id: 'ev-2',
    source: 'metrics',
    title: 'Memory of checkout reaches its limit',
    object: checkout,
    at: minutesAgo(17),
    query:
      'max by (pod) (container_memory_working_set_bytes{namespace="team-a-prod",pod=~"checkout-.*",container!=""})',
    measurement: {
      value: 255 * MIB,
      unit: 'bytes',
      windowSeconds: 900,
      baseline: 118 * MIB,
    },
    series: [
      curve('checkout-7d9f8c6b5-x2k4p', 118 * MIB, 251 * MIB),
      curve('checkout-7d9f8c6b5-p9m2z', 112 * MIB, 240 * MIB),
    ],
  },
  {
    id: 'ev-3',
    source: 'changes',
    title: 'Rollout of checkout: memory limit 512Mi to 256Mi',
    object: checkout,
    at: minutesAgo(18),
    query: 'git show 4f2a91c -- clusters/sandbox/team-a-prod/checkout',
    excerpt:
      '-            memory: 512Mi\n+            memory: 256Mi\n-          image: registry/checkout:1.8.2\n+          image: registry/checkout:1.9.0',
  },
  {
    id: 'ev-4',
    source: 'logs',
    title: 'New pattern since the rollout, 212 lines',
    object: checkout,
    at: minutesAgo(17),
    query:
      'kubernetes.pod_namespace:"team-a-prod" "cache warmup" | stats by (_msg) count()',
    excerpt:
      'cache warmup loaded 48211 entries <script>alert(1)</script> [link](https://example.com)\nheap above 90 %\u202etxt.exe',
    measurement: {
      value: 14.1,
      unit: 'lines/min',
      windowSeconds: 900,
      baseline: 0,
    },
  },
  {
    id: 'ev-5',
    source: 'metrics',
    title: 'Requests to checkout have not grown',
    object: checkout,
    query:
      'sum(rate(http_server_request_duration_seconds_count{service_name="checkout"}[5m]))',
    measurement: {
      value: 41.2,
      unit: 'requests/s',
      windowSeconds: 900,
      baseline: 40.7,
    },
    series: [curve('requests', 40, 41)],
  },
];

/** A report with every section, as `oom-checkout` gives it. */
export const causeFoundReport: RcaReport = {
  schemaVersion: '1.0',
  investigationId: 'inv-1',
  entityRef: 'component:default/checkout',
  cluster: 'sandbox',
  namespace: 'team-a-prod',
  window: { from: minutesAgo(60), to: minutesAgo(0) },
  requestedBy: 'user:default/300000000000000001',
  createdAt: minutesAgo(0),
  durationMs: 1_840,
  verdict: 'cause-found',
  confidence: 0.92,
  summary:
    'checkout is killed for lack of memory since its rollout 18 minutes ago, which halved the memory limit to 256 MiB.',
  onset: minutesAgo(17),
  hypotheses: [
    {
      id: 'h-1',
      category: 'out-of-memory',
      entity: checkout,
      statement:
        'The rollout of checkout 1.9.0 halved the memory limit to 256 MiB while the new version needs more than that, so that its containers are killed.',
      confidence: 0.92,
      onset: minutesAgo(17),
      evidenceFor: ['ev-1', 'ev-2', 'ev-3', 'ev-4'],
      evidenceAgainst: [],
      propagation: [
        checkout,
        object('Service', 'checkout'),
        object('Deployment', 'frontend'),
      ],
      confirmBy: 'Watch the working set of a pod from its start to its kill.',
    },
    {
      id: 'h-2',
      category: 'code-regression',
      entity: checkout,
      statement: 'checkout 1.9.0 leaks memory.',
      confidence: 0.31,
      evidenceFor: ['ev-4'],
      evidenceAgainst: ['ev-5'],
      propagation: [checkout],
    },
  ],
  excluded: [
    {
      category: 'cpu-saturation',
      entity: checkout,
      reason: 'CPU stays at a third of its limit.',
      evidence: ['ev-5'],
    },
  ],
  findings: [
    {
      id: 'f-1',
      rule: 'container-oom-killed',
      title: 'Containers of checkout are killed for lack of memory',
      severity: 'critical',
      object: checkout,
      onset: minutesAgo(17),
      origins: ['k8sgpt', 'rules'],
      evidence: ['ev-1', 'ev-2'],
    },
    {
      id: 'f-2',
      rule: 'log-pattern-new',
      title: 'A log pattern appeared with the rollout',
      severity: 'info',
      object: checkout,
      onset: minutesAgo(17),
      evidence: ['ev-4'],
    },
  ],
  seenBefore: [
    {
      investigationId: '5a1f6c58-35bb-4f0e-9f57-7a3dbb6a2f10',
      createdAt: minutesAgo(9_000),
      similarity: 0.85,
      verdict: 'cause-found',
      category: 'out-of-memory',
      entity: checkout,
      summary: 'checkout needed more memory than its limit.',
      evidence: [],
    },
  ],
  timeline: [
    {
      at: minutesAgo(41),
      kind: 'change',
      title: 'products scaled from 2 to 3 replicas',
      object: object('Deployment', 'products'),
      evidence: [],
    },
    {
      at: minutesAgo(18),
      kind: 'change',
      title: 'Rollout of checkout: memory limit 512Mi to 256Mi',
      object: checkout,
      evidence: ['ev-3'],
    },
    {
      at: minutesAgo(17),
      kind: 'onset',
      title: 'First container killed',
      object: checkout,
      evidence: ['ev-1'],
    },
    {
      at: minutesAgo(12),
      kind: 'event',
      title: 'BackOff: restarting failed container checkout',
      object: object('Pod', 'checkout-7d9f8c6b5-x2k4p'),
      evidence: ['ev-1'],
    },
  ],
  unchecked: ['logs', 'metrics'].map(source => ({
    source,
    reason: 'foreign-namespace',
    message: 'payments runs in team-b-prod, outside your namespaces',
  })),
  actions: [
    {
      id: 'a-1',
      kind: 'rollback',
      target: checkout,
      title: 'Roll checkout back to the revision before 4f2a91c',
      parameters: { revision: 11 },
      risk: 'low',
      expectedEffect: 'The limit is 512 MiB again and the kills stop.',
      successMeasure:
        'No OOMKilled container for 10 minutes and an error rate below 0.5 %.',
    },
  ],
  sources: [
    {
      source: 'kubernetes',
      status: 'ok',
      durationMs: 312,
      evidenceCount: 1,
      summary: '2 pods, 6 restarts, last state OOMKilled',
    },
    {
      source: 'logs',
      status: 'partial',
      durationMs: 1_404,
      evidenceCount: 1,
      summary: '1 new pattern in 4 812 lines; team-b-prod not readable',
    },
    {
      source: 'metrics',
      status: 'ok',
      durationMs: 890,
      evidenceCount: 2,
      summary: 'Memory up 2.2× since 17 minutes ago',
    },
    {
      source: 'changes',
      status: 'ok',
      durationMs: 610,
      evidenceCount: 1,
      summary: '1 rollout in the window',
    },
  ],
  evidence,
};

/** Signals without a cause that explains them. */
export const inconclusiveReport: RcaReport = {
  ...causeFoundReport,
  investigationId: 'inv-2',
  verdict: 'inconclusive',
  confidence: 0.4,
  summary:
    'Requests to checkout became slower, and nothing that could be read explains it.',
  hypotheses: [{ ...causeFoundReport.hypotheses[1], id: 'h-1' }],
  actions: [],
  unchecked: [
    ...causeFoundReport.unchecked,
    {
      source: 'metrics',
      reason: 'timed-out',
      message: 'VictoriaMetrics did not answer within 8 s.',
    },
  ],
  sources: causeFoundReport.sources.map(source =>
    source.source === 'metrics'
      ? {
          ...source,
          status: 'timed-out',
          durationMs: 8_000,
          evidenceCount: 0,
          summary: 'No answer within 8 s',
        }
      : source,
  ),
};

/** Nothing wrong. */
export const healthyReport: RcaReport = {
  ...causeFoundReport,
  investigationId: 'inv-3',
  verdict: 'healthy',
  confidence: 0.88,
  summary:
    'checkout is healthy: twice the usual traffic is served at the usual speed and error rate.',
  onset: undefined,
  hypotheses: [],
  findings: [],
  seenBefore: undefined,
  timeline: [causeFoundReport.timeline[0]],
  actions: [],
  unchecked: [],
  evidence: [evidence[4]],
};

/** The investigation that ended in a report. */
export function investigationOf(report: RcaReport): InvestigationWithReport {
  return {
    id: report.investigationId,
    entityRef: report.entityRef,
    cluster: report.cluster,
    namespace: report.namespace,
    window: report.window,
    state: 'succeeded',
    requestedBy: report.requestedBy,
    createdAt: report.createdAt,
    finishedAt: report.createdAt,
    progress: report.sources,
    verdict: report.verdict,
    confidence: report.confidence,
    summary: report.summary,
    reportUrl: `http://localhost:7305/platform/reports/src/branch/main/${report.investigationId}.md`,
    commitSha: '9f31c22',
    report,
  };
}

/** One that is still at work: two sources have answered. */
export const runningInvestigation: InvestigationWithReport = {
  ...investigationOf(causeFoundReport),
  id: 'inv-run',
  state: 'running',
  finishedAt: undefined,
  verdict: undefined,
  confidence: undefined,
  summary: undefined,
  reportUrl: undefined,
  commitSha: undefined,
  report: undefined,
  progress: [
    causeFoundReport.sources[0],
    { source: 'logs', status: 'running' },
    { source: 'metrics', status: 'waiting' },
    causeFoundReport.sources[3],
  ],
};

/** One that broke. */
export const failedInvestigation: InvestigationWithReport = {
  ...runningInvestigation,
  id: 'inv-failed',
  state: 'failed',
  error: 'No source could be read: the Kubernetes API did not answer.',
};
