import { parseReport } from '@internal/plugin-rca-common';
import {
  NAMESPACE,
  dependency,
  measured,
  minute,
  pod,
  rollout,
  signal,
  snapshotOf,
  steady,
  subjectOf,
  waiting,
  workload,
} from '../__testUtils__/snapshot';
import {
  analyseFindings,
  analysisOf,
  findingsOf,
} from '../__testUtils__/analysis';
import { createReport } from '../__testUtils__/reports';
import { CalleeMetricFacts } from '../collectors/metrics';

const ratio = { kind: 'error-ratio', unit: 'ratio' } as const;

const call = (
  caller: string,
  callee: string,
  facts: Partial<CalleeMetricFacts> = {},
): CalleeMetricFacts => ({
  caller,
  callerNamespace: NAMESPACE,
  callee,
  foreign: false,
  anomalous: true,
  onset: minute(52),
  strength: 0.9,
  latencyP95: signal(1, 0.01),
  ...facts,
});

const chain = subjectOf('frontend', [
  dependency('cart', 'frontend'),
  dependency('search', 'frontend'),
  dependency('redis', 'cart'),
]);

const company = ['frontend', 'cart', 'search', 'redis'].map(name =>
  workload(name),
);

describe('analyse', () => {
  it('walks to the deepest service that is slow, and says what it excluded', () => {
    const analysis = analysisOf({
      subject: chain,
      kubernetes: company,
      metrics: {
        services: ['frontend', 'cart', 'redis'].map(name =>
          measured(name, {
            'latency-p95': signal(1, 0.02),
            'memory-of-limit': steady(0.4, { unit: 'ratio' }),
          }),
        ),
        callees: [
          call('frontend', 'cart'),
          call('cart', 'redis'),
          call('frontend', 'search', {
            anomalous: false,
            strength: 0,
            latencyP95: steady(0.12),
          }),
        ],
      },
      // On the way, and before the onset: tempting, and wrong for a service that waits for another.
      changes: { rollouts: [rollout('cart')] },
    });
    expect(analysis.verdict).toBe('cause-found');
    const [top] = analysis.hypotheses;
    expect(top).toMatchObject({
      category: 'slow-dependency',
      entity: { name: 'redis' },
      onset: minute(52),
    });
    expect(top.propagation.map(ref => ref.name)).toEqual([
      'redis',
      'cart',
      'frontend',
    ]);
    expect(
      analysis.hypotheses.filter(item => item.entity.name === 'cart'),
    ).toEqual([]);
    expect(
      analysis.excluded.map(item => `${item.entity.name}: ${item.reason}`),
    ).toEqual([
      'frontend: frontend uses 40 % of its memory limit.',
      'search: As seen from frontend it answers in 120 ms, as before.',
    ]);
    expect(analysis.timeline.map(entry => entry.kind)).toEqual([
      'change',
      'finding',
      'finding',
      'finding',
      'onset',
    ]);
    expect(analysis.actions.map(action => action.kind)).toEqual([
      'restart',
      'ask-human',
    ]);
    // The whole thing is a valid report, with every evidence id in place.
    expect(() =>
      parseReport({
        ...createReport(),
        ...JSON.parse(JSON.stringify(analysis)),
      }),
    ).not.toThrow();
  });

  it('prefers the hard fault of a dependency to what it does to its callers', () => {
    const analysis = analysisOf({
      subject: chain,
      kubernetes: [
        workload('frontend'),
        workload('search'),
        workload('redis'),
        workload('cart', {
          deployment: { replicas: 1, available: 0 },
          pods: [
            pod('cart', {
              created: 51,
              ready: false,
              container: waiting(
                'CreateContainerConfigError',
                'configmap "x" not found',
              ),
            }),
          ],
        }),
      ],
      metrics: {
        services: [
          measured('frontend', { 'error-ratio': signal(0.4, 0, ratio) }),
        ],
        callees: [
          call('frontend', 'cart', {
            latencyP95: undefined,
            errorRatio: signal(1, 0, ratio),
          }),
        ],
      },
    });
    expect(analysis).toMatchObject({
      verdict: 'cause-found',
      hypotheses: [{ category: 'missing-config', entity: { name: 'cart' } }],
    });
    expect(analysis.summary).toBe(
      'cart cannot start because ConfigMap x, which it refers to, does not exist. frontend suffers from it. Since 2026-11-20 10:52:00 UTC.',
    );
  });

  it('names a foreign dependency only as its caller sees it', () => {
    const analysis = analysisOf({
      subject: subjectOf('cart', [
        dependency('ledger', 'cart', {
          namespace: 'team-b-prod',
          owner: 'team-b',
        }),
      ]),
      kubernetes: [workload('cart')],
      metrics: {
        services: [measured('cart', { 'error-ratio': signal(0.4, 0, ratio) })],
        callees: [
          call('cart', 'ledger', {
            foreign: true,
            latencyP95: undefined,
            errorRatio: signal(0.4, 0, ratio),
          }),
        ],
      },
    });
    expect(analysis.verdict).toBe('cause-found');
    expect(analysis.summary).toContain(
      'Dependency ledger (owned by team-b, outside your namespaces)',
    );
    expect(analysis.hypotheses[0].entity).toEqual({
      cluster: 'sandbox',
      namespace: 'team-b-prod',
      kind: 'Service',
      name: 'ledger',
    });
    expect(analysis.actions[0].kind).toBe('ask-human');
  });

  it('gives the same answer whatever the order of the findings', () => {
    const options = {
      subject: chain,
      kubernetes: company,
      metrics: {
        services: ['frontend', 'cart', 'redis'].map(name =>
          measured(name, { 'latency-p95': signal(1, 0.02) }),
        ),
        callees: [call('frontend', 'cart'), call('cart', 'redis')],
      },
    };
    const snapshot = snapshotOf(options);
    const findings = findingsOf(snapshot);
    const run = (list: typeof findings) => analyseFindings(snapshot, list);
    const pick = (analysis: ReturnType<typeof run>) => ({
      summary: analysis.summary,
      causes: analysis.hypotheses.map(({ category, entity, confidence }) => [
        category,
        entity.name,
        confidence,
      ]),
    });
    expect(pick(run([...findings].reverse()))).toEqual(pick(run(findings)));
  });
});
