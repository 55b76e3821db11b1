import { both, call, ratio, withRedis } from '../__testUtils__/callees';
import { ruleTest } from '../__testUtils__/ruleTest';
import {
  dependency,
  signal,
  subjectOf,
  workload,
} from '../__testUtils__/snapshot';
import { foreignDependency } from './foreignDependency';

const ledger = dependency('ledger', 'cart', {
  namespace: 'team-b-prod',
  owner: 'team-b',
});

const withLedger = subjectOf('cart', [ledger]);

ruleTest(foreignDependency, {
  sees: [
    [
      'a foreign dependency as its caller sees it, without a word about its inside',
      {
        subject: withLedger,
        kubernetes: [workload('cart')],
        metrics: {
          callees: [
            call('ledger', {
              foreign: true,
              errorRatio: signal(0.4, 0, ratio),
            }),
          ],
        },
      },
      [
        'critical: Dependency ledger (owned by team-b, outside your namespaces) as seen from cart: the error ratio of its calls rose from 0 % to 40 %',
        'other 0.8: Dependency ledger (owned by team-b, outside your namespaces) does not answer as before, as seen from cart: the error ratio of its calls rose from 0 % to 40 %.',
      ],
    ],
  ],
  isSilentOn: [
    [
      'a foreign dependency that answers as before',
      {
        subject: withLedger,
        kubernetes: [workload('cart')],
        metrics: {
          callees: [
            call('ledger', { foreign: true, anomalous: false, strength: 0 }),
          ],
        },
      },
    ],
    [
      "a dependency of one's own",
      {
        subject: withRedis,
        kubernetes: both,
        metrics: {
          callees: [call('redis', { errorRatio: signal(0.4, 0, ratio) })],
        },
      },
    ],
  ],
});
