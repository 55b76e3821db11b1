import { containerEdit, seenFrom, targetOf } from './targets';
import type { FaultFamily } from './types';

/** Probes that cannot pass. */
export const probeFaults: FaultFamily[] = [
  {
    name: 'probe-wrong-port',
    build(dice) {
      const target = targetOf(
        dice.target([
          'team-a-prod/cart',
          'team-b-prod/ledger',
          'team-a-prod/search',
          'team-a-b-prod/insights',
        ]),
      );
      const port = dice.of([8081, 9090, 3000]);
      return {
        title: `The readiness probe of ${target.name} asks a port that nobody listens on`,
        ...seenFrom(target),
        truth: {
          category: 'probe-failure',
          cause: target.deployment,
          symptoms: [
            'pods run but are not ready',
            `Unhealthy Events: connection refused on port ${port}`,
          ],
          fix: 'Let the readiness probe ask port http again.',
          action: 'rollback',
          not: ['a crash: no container restarts', 'Service selector'],
        },
        change: {
          message: `Probe ${target.name} on its management port`,
          author: target.author,
          edits: [
            containerEdit(target, ['readinessProbe', 'httpGet', 'port'], port),
          ],
        },
      };
    },
  },
  {
    name: 'liveness-impatient',
    build(dice) {
      const target = targetOf(
        dice.target([
          'team-a-prod/search',
          'team-b-prod/payments',
          'team-a-prod/checkout',
        ]),
      );
      return {
        title: `The liveness probe of ${target.name} gives up before it has started`,
        ...seenFrom(target),
        truth: {
          category: 'probe-failure',
          cause: target.deployment,
          symptoms: [
            'new containers are killed seconds after each start',
            'Killing Events: failed liveness probe, will be restarted',
          ],
          fix: 'Give the liveness probe its delay and threshold back.',
          action: 'rollback',
          not: ['out of memory', 'a crash: it is killed from outside'],
        },
        change: {
          message: `Notice earlier when ${target.name} hangs`,
          author: target.author,
          edits: [
            containerEdit(target, ['livenessProbe'], {
              httpGet: { path: '/live', port: 'http', scheme: 'HTTP' },
              initialDelaySeconds: 1,
              periodSeconds: dice.of([1, 2]),
              timeoutSeconds: 1,
              successThreshold: 1,
              failureThreshold: 2,
            }),
          ],
        },
      };
    },
  },
];
