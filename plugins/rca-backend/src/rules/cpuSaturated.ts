import {
  changesBefore,
  describeCulprit,
  fieldsOf,
  causeChange,
} from './changesBefore';
import { citeMetric, describeShift, describeValue } from './metricSignals';
import {
  measuredServices,
  risenErrors,
  risenLatency,
  saturatedCpu,
} from './serviceMetrics';
import { Rule } from './types';

/** A service wants more CPU than its limit, and is slow or fails for it. @internal */
export const cpuSaturated: Rule = {
  id: 'cpu-saturated',
  evaluate(snapshot) {
    return measuredServices(snapshot).flatMap(({ node, facts }) => {
      const cpu = saturatedCpu(facts);
      if (!cpu || !node.workload) {
        return [];
      }
      const throttling = facts.signals['cpu-throttling'];
      const used = facts.signals['cpu-of-limit'];
      const hurts = risenLatency(facts) ?? risenErrors(facts);
      const { rate } = facts.signals;
      const onset = cpu.shift?.onset;
      const changes = changesBefore(snapshot, node.workload, onset);
      const limit = fieldsOf(changes, 'resources').find(
        ({ path }) => path.endsWith('.cpu') || path === 'cpu',
      );
      const suspect = limit ?? fieldsOf(changes, 'image').at(-1);
      const load =
        rate?.shift?.direction === 'up' && rate.shift.factor
          ? `, while requests ${describeShift(rate)}`
          : '';
      const measured = [
        used &&
          `it uses ${describeValue(used.current, used.unit)} of its limit`,
        throttling &&
          `is throttled in ${describeValue(
            throttling.current,
            throttling.unit,
          )} of the periods`,
      ]
        .filter(Boolean)
        .join(' and ');
      return [
        {
          rule: 'cpu-saturated',
          title: `${node.name} is at its CPU limit: ${measured}`,
          severity: hurts ? ('critical' as const) : ('warning' as const),
          object: node.workload.ref,
          onset,
          evidence: [
            ...citeMetric(cpu, used, throttling, hurts),
            ...changes.evidence,
          ],
          cause: {
            category: 'cpu-saturation' as const,
            weight: hurts ? 0.9 : 0.4,
            selfSufficient: true,
            statement: `${node.name} has too little CPU: ${measured}${load}${
              suspect || changes.rollout
                ? describeCulprit(changes, suspect)
                : ''
            }.`,
            confirmBy: `Raise the CPU limit or the number of replicas of ${node.name} and see whether its latency falls.`,
            change: causeChange(changes, node.workload.ref),
          },
        },
      ];
    });
  },
};
