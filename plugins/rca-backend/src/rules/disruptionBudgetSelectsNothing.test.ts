import { ruleTest } from '../__testUtils__/ruleTest';
import { NAMESPACE, workload } from '../__testUtils__/snapshot';
import { SnapshotOptions } from '../__testUtils__/say';
import { disruptionBudgetSelectsNothing } from './disruptionBudgetSelectsNothing';

const budget = (
  selector: object | undefined,
  options: { expectedPods?: number; facts?: object } = {},
): SnapshotOptions => ({
  kubernetes: [
    workload('cart'),
    {
      disruptionBudgets: [
        {
          metadata: { name: 'cart', namespace: NAMESPACE },
          spec: { selector },
          status: {
            expectedPods: options.expectedPods ?? 0,
            currentHealthy: 0,
            desiredHealthy: 0,
            disruptionsAllowed: 0,
          },
        },
      ],
    },
    options.facts ?? {},
  ],
});
const named = (name: string) => ({
  matchLabels: { 'app.kubernetes.io/name': name },
});

ruleTest(disruptionBudgetSelectsNothing, {
  sees: [
    [
      'a selector that fits nobody',
      budget(named('crat')),
      [
        'info: PodDisruptionBudget cart protects nobody: nothing in team-a-prod is labelled app.kubernetes.io/name=crat',
      ],
    ],
  ],
  isSilentOn: [
    ['a budget of a workload', budget(named('cart'))],
    [
      'pods that its controller counts',
      budget(named('crat'), { expectedPods: 2 }),
    ],
    ['a budget without a selector', budget(undefined)],
    [
      'expressions, which are not judged',
      budget({ matchExpressions: [{ key: 'x', operator: 'Exists' }] }),
    ],
    [
      'workloads that could not be listed',
      budget(named('crat'), {
        facts: { unread: [`${NAMESPACE}/statefulSets`] },
      }),
    ],
  ],
});
