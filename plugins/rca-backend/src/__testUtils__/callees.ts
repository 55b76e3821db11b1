import { CalleeMetricFacts } from '../collectors/metrics';
import { NAMESPACE, dependency, minute, subjectOf, workload } from './snapshot';

export const ratio = { kind: 'error-ratio', unit: 'ratio' } as const;

export const call = (
  callee: string,
  facts: Partial<CalleeMetricFacts>,
): CalleeMetricFacts => ({
  caller: 'cart',
  callerNamespace: NAMESPACE,
  callee,
  foreign: false,
  anomalous: true,
  onset: minute(52),
  strength: 0.9,
  ...facts,
});

export const withRedis = subjectOf('cart', [dependency('redis', 'cart')]);

export const both = [workload('cart'), workload('redis')];
