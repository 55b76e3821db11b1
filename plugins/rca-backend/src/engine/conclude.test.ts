import {
  NAMESPACE,
  dependency,
  ended,
  measured,
  minute,
  pod,
  signal,
  steady,
  subjectOf,
  workload,
} from '../__testUtils__/snapshot';
import { OUTCOMES, analysisOf } from '../__testUtils__/analysis';
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

describe('conclude', () => {
  it('does not blame what is broken beside the way, and says so', () => {
    const analysis = analysisOf({
      subject: chain,
      kubernetes: [
        workload('frontend'),
        workload('cart'),
        workload('redis'),
        workload('search', {
          pods: [
            pod('search', {
              container: ended({
                exitCode: 137,
                reason: 'OOMKilled',
                running: true,
              }),
            }),
          ],
        }),
      ],
      metrics: {
        services: [
          measured('frontend', {
            'error-ratio': steady(0.001, ratio),
            'latency-p95': steady(0.2),
          }),
        ],
        callees: [
          call('frontend', 'search', {
            anomalous: false,
            strength: 0,
            latencyP95: steady(0.1),
          }),
        ],
      },
    });
    expect(analysis).toMatchObject({
      verdict: 'healthy',
      confidence: 0.95,
      hypotheses: [],
      actions: [],
    });
    expect(analysis.onset).toBeUndefined();
    expect(analysis.summary).toBe(
      'frontend is healthy: 1 of 1 replicas available, error ratio 0.1 %, 95 % of the answers within 200 ms. It does not suffer from this, which is wrong nearby: search needs more memory than its limit and is killed for it.',
    );
    expect(analysis.excluded[0]).toMatchObject({
      category: 'out-of-memory',
      entity: { name: 'search' },
    });
  });

  it('calls nothing healthy that it could not look at, and nothing a cause that is only a symptom', () => {
    const failed = OUTCOMES.map(outcome =>
      outcome.source === 'metrics'
        ? { ...outcome, status: 'timed-out' as const }
        : outcome,
    );
    expect(
      analysisOf({ kubernetes: [workload('cart')] }, failed),
    ).toMatchObject({
      verdict: 'inconclusive',
      summary:
        'Nothing wrong was seen with cart, but metrics could not be read.',
    });
    expect(analysisOf({ kubernetes: [] })).toMatchObject({
      verdict: 'inconclusive',
      summary:
        'Nothing wrong was seen with cart, but no workload of cart was found.',
    });
    expect(
      analysisOf({
        kubernetes: [workload('cart')],
        metrics: {
          services: [
            measured('cart', { 'error-ratio': signal(0.2, 0, ratio) }),
          ],
        },
      }),
    ).toMatchObject({
      verdict: 'inconclusive',
      summary:
        'Something is wrong with cart, but no single cause stands out: The error ratio of cart rose from 0 % to 20 %. Since 2026-11-20 10:52:00 UTC.',
      hypotheses: [{ category: 'other' }],
      actions: [],
    });
  });

  it('takes more traffic that is served as before for what it is', () => {
    const rate = signal(28, 14, {
      kind: 'rate',
      unit: 'requests/s',
      anomalous: false,
    });
    const analysis = analysisOf({
      kubernetes: [workload('cart')],
      metrics: {
        services: [
          measured(
            'cart',
            { rate, 'latency-p95': steady(0.1) },
            { state: 'load-increase' },
          ),
        ],
      },
    });
    expect(analysis.verdict).toBe('healthy');
    expect(analysis.summary).toContain(
      'Its traffic rose from 14 requests/s to 28 requests/s, and it copes.',
    );
  });
});
