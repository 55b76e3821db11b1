import {
  causeChange,
  changesBefore,
  describeCulprit,
  fieldsOf,
} from './changesBefore';
import { citeMetric, describeShift } from './metricSignals';
import {
  measuredServices,
  risenLatency,
  troubledDependencies,
} from './serviceMetrics';
import { MetricSignal } from '../collectors/metrics';
import { ServiceNode } from '../engine/ServiceGraph';
import { Rule, RuleCause, Snapshot } from './types';

/** Answers take longer than before: in the service itself, or in what it waits for. @internal */
export const latencyRisen: Rule = {
  id: 'latency-risen',
  evaluate(snapshot) {
    return measuredServices(snapshot).flatMap(({ node, facts }) => {
      const latency = risenLatency(facts);
      if (!latency) {
        return [];
      }
      const culprits = troubledDependencies(snapshot, node, 'latency');
      const names = culprits.map(edge => edge.to.name).join(', ');
      return [
        {
          rule: 'latency-risen',
          title: `The response time of ${node.name} ${describeShift(latency)}${
            culprits.length ? `, waiting for ${names}` : ''
          }`,
          severity: 'warning' as const,
          object: snapshot.graph.objectOf(node),
          onset: latency.shift?.onset ?? facts.onset,
          evidence: [
            ...citeMetric(latency),
            ...culprits.flatMap(edge => citeMetric(edge.observed?.latencyP95)),
          ],
          cause: culprits.length ? undefined : explain(snapshot, node, latency),
        },
      ];
    });
  },
};

function explain(
  snapshot: Snapshot,
  node: ServiceNode,
  latency: MetricSignal,
): RuleCause {
  const changes =
    node.workload &&
    changesBefore(snapshot, node.workload, latency.shift?.onset);
  const image = changes && fieldsOf(changes, 'image').at(-1);
  const confirmBy = `Look at what ${node.name} does in that time: a profile, slow queries, or its disk.`;
  if (changes && image) {
    return {
      category: 'code-regression',
      weight: 0.85,
      selfSufficient: false,
      statement: `${node.name} answers slowly${describeCulprit(
        changes,
        image,
      )}: its response time ${describeShift(latency)}.`,
      confirmBy,
      change: causeChange(changes, node.workload!.ref),
    };
  }
  const own = `its response time ${describeShift(
    latency,
  )}, while nothing that it calls is slower`;
  return node === snapshot.graph.subject
    ? {
        category: 'other',
        weight: 0.5,
        selfSufficient: false,
        statement: `${node.name} is slow by its own doing: ${own}.`,
        confirmBy,
      }
    : {
        category: 'slow-dependency',
        weight: 0.88,
        selfSufficient: false,
        statement: `${node.name} answers slowly, and everything that waits for it is slow: ${own}.`,
        confirmBy,
      };
}
