import { ruleTest } from '../__testUtils__/ruleTest';
import { NAMESPACE, minute, workload } from '../__testUtils__/snapshot';
import { newErrorLines } from './newErrorLines';

ruleTest(newErrorLines, {
  sees: [
    [
      'lines that are new',
      {
        kubernetes: [workload('cart')],
        logs: {
          templates: [
            {
              id: 't',
              template: 'disk <*> is full',
              service: 'cart',
              namespace: NAMESPACE,
              pods: [],
              level: 'error',
              change: 'new',
              before: 0,
              after: 4,
              firstSeen: minute(52),
              evidence: 0,
            },
          ],
        },
      },
      ['info: cart began to log: disk <*> is full'],
    ],
  ],
  isSilentOn: [
    [
      'chatter, and lines that became fewer',
      {
        kubernetes: [workload('cart')],
        logs: {
          templates: [
            {
              id: 'a',
              template: 'x',
              service: 'cart',
              namespace: NAMESPACE,
              pods: [],
              level: 'info',
              change: 'new',
              before: 0,
              after: 4,
              evidence: 0,
            },
            {
              id: 'b',
              template: 'y',
              service: 'cart',
              namespace: NAMESPACE,
              pods: [],
              level: 'error',
              change: 'rate-down',
              before: 9,
              after: 1,
              evidence: 0,
            },
          ],
        },
      },
    ],
  ],
});
