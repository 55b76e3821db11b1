import { condition } from '../__testUtils__/platform';
import { ruleTest } from '../__testUtils__/ruleTest';
import { SnapshotOptions } from '../__testUtils__/say';
import { pod, workload } from '../__testUtils__/snapshot';
import { nodePressure } from './nodePressure';

const node = (
  conditions: Array<[type: string, status: string]>,
  options: { pods?: boolean } = {},
): SnapshotOptions => ({
  kubernetes: [
    workload('cart', {
      pods: [pod('cart', { node: options.pods === false ? 'n2' : 'n1' })],
    }),
    {
      nodes: [
        {
          metadata: { name: 'n1' },
          status: {
            conditions: conditions.map(([type, status]) =>
              condition(type, status, `Kubelet${type}`),
            ),
          },
        },
      ],
    },
  ],
});

ruleTest(nodePressure, {
  sees: [
    [
      'a node without room',
      node([
        ['Ready', 'True'],
        ['MemoryPressure', 'True'],
        ['DiskPressure', 'True'],
      ]),
      [
        'info: Node n1 is short of disk space; 1 pod of yours is on it',
        'info: Node n1 is short of memory; 1 pod of yours is on it',
      ],
    ],
  ],
  isSilentOn: [
    [
      'conditions that somebody else made up',
      node([
        ['Ready', 'True'],
        ['EtcdIsVoter', 'True'],
        ['FrequentKubeletRestart', 'Unknown'],
      ]),
    ],
    [
      'a node that is gone, which has a rule of its own',
      node([
        ['Ready', 'False'],
        ['MemoryPressure', 'True'],
      ]),
    ],
    [
      "a node without pods of the caller's",
      node(
        [
          ['Ready', 'True'],
          ['PIDPressure', 'True'],
        ],
        { pods: false },
      ),
    ],
    [
      'a node that is well',
      node([
        ['Ready', 'True'],
        ['MemoryPressure', 'False'],
        ['NetworkUnavailable', 'Unknown'],
      ]),
    ],
  ],
});
