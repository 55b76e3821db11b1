import { seenFrom, targetOf } from './targets';
import type { FaultFamily } from './types';

/** Mishaps that no manifest tells of. */
export const outsideFaults: FaultFamily[] = [
  {
    name: 'slow-database',
    build(dice) {
      const target = targetOf('team-b-prod/orders-db');
      return {
        title: 'The database of orders answers slowly',
        ...seenFrom(target, 'orders'),
        truth: {
          category: 'slow-dependency',
          cause: target.deployment,
          symptoms: [
            'latency of orders rises without more CPU or memory',
            'orders-db logs that writing to its disk takes too long',
          ],
          fix: 'Restart orders-db, so that it gets another volume.',
          action: 'restart',
          not: ['orders: nothing was released', 'more traffic'],
        },
        environment: [
          {
            kind: 'slow-volume',
            namespace: target.namespace,
            service: target.name,
            delayMs: Math.round(dice.between(200, 700)),
          },
        ],
      };
    },
  },
  {
    name: 'journal-stalls',
    build(dice) {
      const target = targetOf('team-b-prod/ledger');
      return {
        title: 'The journal of ledger stalls, and everything that pays with it',
        ...seenFrom(target, 'payments'),
        truth: {
          category: 'slow-dependency',
          cause: target.deployment,
          symptoms: [
            'calls of payments to ledger run into their timeout',
            'payments answers 504, and checkout after it',
            'ledger logs that writing to its disk takes too long',
          ],
          fix: 'Restart ledger, so that it gets another volume.',
          action: 'restart',
          not: ['payments: it only passes the failure on', 'a release'],
        },
        environment: [
          {
            kind: 'slow-volume',
            namespace: target.namespace,
            service: target.name,
            delayMs: Math.round(dice.between(1500, 2600)),
          },
        ],
      };
    },
  },
  {
    name: 'client-certificate-ended',
    build(dice) {
      const target = targetOf('team-b-prod/payments');
      return {
        title:
          'The certificate by which payments is known to the acquirer ended',
        ...seenFrom(target),
        truth: {
          category: 'certificate-expired',
          cause: target.deployment,
          symptoms: [
            'payments fails nearly all requests from one moment on',
            'its log says that a certificate has expired',
          ],
          fix: 'Renew the certificate of payments.',
          action: 'ask-human',
          not: ['ledger: it answers as always', 'a release', 'configuration'],
        },
        environment: [
          {
            kind: 'ailment',
            namespace: target.namespace,
            service: target.name,
            behaviour: {
              errorRate: dice.between(0.6, 0.97),
              errorLines: [
                'javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_expired (certificate has expired)',
                '\tat shop.acquirer.AcquirerClient.charge(AcquirerClient.java:77)',
              ],
            },
          },
        ],
      };
    },
  },
  {
    name: 'acquirer-down',
    build(dice) {
      const target = targetOf('team-b-prod/payments');
      return {
        title: 'The acquirer behind payments is down',
        ...seenFrom(target),
        truth: {
          category: 'other',
          cause: target.deployment,
          symptoms: [
            'payments fails many requests from one moment on',
            'its log says that acquirer.example answers 503',
          ],
          fix: 'Ask the acquirer.',
          action: 'ask-human',
          not: ['ledger: it answers as always', 'a release', 'configuration'],
        },
        environment: [
          {
            kind: 'ailment',
            namespace: target.namespace,
            service: target.name,
            behaviour: {
              errorRate: dice.between(0.4, 0.9),
              errorLines: [
                'shop.acquirer.AcquirerException: POST https://acquirer.example/v2/charges answered 503 Service Unavailable',
                '\tat shop.acquirer.AcquirerClient.charge(AcquirerClient.java:77)',
              ],
            },
          },
        ],
      };
    },
  },
  {
    name: 'disk-full',
    build(dice) {
      const [key, caller, line] = dice.target([
        [
          'team-b-prod/orders-db',
          'orders',
          'ERROR: could not extend file "base/16384/2619": No space left on device',
        ],
        [
          'team-a-prod/cart-redis',
          'cart',
          'MISCONF Errors writing to the AOF file: No space left on device',
        ],
      ] as const);
      const target = targetOf(key);
      return {
        title: `The disk of ${target.name} is full`,
        ...seenFrom(target, caller),
        truth: {
          category: 'storage',
          cause: target.deployment,
          symptoms: [
            `${target.name} fails most requests from one moment on`,
            'its log says: No space left on device',
          ],
          fix: `Make room on the volume of ${target.name}, or enlarge it.`,
          action: 'ask-human',
          not: [`${caller}: it only passes the failure on`, 'a release'],
        },
        environment: [
          {
            kind: 'ailment',
            namespace: target.namespace,
            service: target.name,
            behaviour: {
              errorRate: dice.between(0.6, 0.95),
              errorLines: [line],
            },
          },
        ],
      };
    },
  },
];
