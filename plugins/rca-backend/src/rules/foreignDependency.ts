import { ServiceEdge } from '../engine/ServiceGraph';
import { citeMetric, describeShift } from './metricSignals';
import { Rule, RuleFinding, Snapshot } from './types';

/**
 * Something outside the caller's namespaces answers worse than before. All that
 * may be said about it is what its callers see.
 * @internal
 */
export const foreignDependency: Rule = {
  id: 'foreign-dependency',
  evaluate(snapshot) {
    return snapshot.graph.edges
      .filter(edge => edge.to.foreign && edge.observed?.anomalous)
      .map(edge => describe(snapshot, edge));
  },
};

function describe(
  snapshot: Snapshot,
  { from, to, observed }: ServiceEdge,
): RuleFinding {
  const errors = observed?.errorRatio?.anomalous
    ? observed.errorRatio
    : undefined;
  const latency = observed?.latencyP95?.anomalous
    ? observed.latencyP95
    : undefined;
  const seen = [
    errors && `the error ratio of its calls ${describeShift(errors)}`,
    latency && `its response time ${describeShift(latency)}`,
  ]
    .filter(Boolean)
    .join(' and ');
  const owned = to.owner ? `owned by ${to.owner}, ` : '';
  const who = `Dependency ${to.name} (${owned}outside your namespaces)`;
  return {
    rule: foreignDependency.id,
    title: `${who} as seen from ${from.name}: ${seen || 'it looks unusual'}`,
    severity: 'critical',
    object: snapshot.graph.objectOf(to),
    onset: observed?.onset,
    evidence: citeMetric(errors, latency),
    cause: {
      category: latency && !errors ? 'slow-dependency' : 'other',
      weight: 0.8,
      selfSufficient: false,
      statement: `${who} does not answer as before, as seen from ${from.name}: ${seen}.`,
      confirmBy: `Ask ${
        to.owner ?? `the owner of ${to.name}`
      } what happened to ${to.name}${
        observed?.onset ? ` at ${observed.onset}` : ''
      }.`,
    },
  };
}
