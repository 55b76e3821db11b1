import { deploymentEdit, POD_ANNOTATIONS } from './edits';
import { seenFrom, settingEdits, targetOf } from './targets';
import type { FaultFamily, FaultSpec } from './types';

/** Nothing is wrong, whatever it looks like. */
function harmless(symptoms: string[], not: string[]): FaultSpec['truth'] {
  return { category: 'none', symptoms, fix: 'Nothing is to be done.', not };
}

/** Days on which something happens and nothing is wrong. */
export const controls: FaultFamily[] = [
  {
    name: 'scaling-up-on-purpose',
    build(dice) {
      const target = targetOf(
        dice.target([
          'team-b-prod/orders',
          'team-a-prod/cart',
          'team-b-prod/payments',
          'team-a-prod/search',
        ]),
      );
      return {
        title: `${target.name} gets more replicas before a busy day`,
        ...seenFrom(target),
        truth: harmless(
          ['more pods, less load on each', 'latency and errors stay'],
          ['cpu-saturation: nothing was short', 'scaled-to-zero'],
        ),
        change: {
          message: `Prepare ${target.name} for the busy days`,
          author: target.author,
          edits: [
            deploymentEdit(
              target.namespace,
              target.name,
              ['spec', 'replicas'],
              dice.of([3, 4]),
            ),
          ],
        },
      };
    },
  },
  {
    name: 'node-drained-well',
    build(dice) {
      return {
        title: 'A node is drained for maintenance, and nobody notices',
        startFrom: dice.target([
          'component:default/products',
          'component:default/frontend',
        ]),
        team: 'team-a',
        truth: harmless(
          ['a node takes no pods', 'pods start on the other nodes'],
          ['node-failure: the node is ready', 'a crash: pods were asked to go'],
        ),
        environment: [
          {
            kind: 'drain',
            node: dice.of(['sandbox-node-1', 'sandbox-node-3']),
          },
        ],
      };
    },
  },
  {
    name: 'traffic-halving',
    build(dice) {
      return {
        title: 'Half the usual traffic',
        startFrom: dice.target([
          'component:default/frontend',
          'component:default/products',
          'component:default/search',
        ]),
        team: 'team-a',
        truth: harmless(
          ['request rate and CPU fall', 'latency and errors stay'],
          ['an outage: every request is answered'],
        ),
        environment: [{ kind: 'traffic', factor: dice.between(0.4, 0.6) }],
      };
    },
  },
  {
    name: 'report-run',
    build(dice) {
      const target = targetOf('team-a-b-prod/insights');
      return {
        title: 'Insights computes a report and uses the CPU that it has',
        ...seenFrom(target),
        truth: harmless(
          ['CPU of insights rises far over its usual use', 'answers stay fast'],
          ['cpu-saturation: nothing is throttled'],
        ),
        environment: [
          {
            kind: 'ailment',
            namespace: target.namespace,
            service: target.name,
            behaviour: {
              idleCpu: dice.between(0.2, 0.32),
              chatter: [
                {
                  everySeconds: 40,
                  level: 'info',
                  text: 'yearly report: # partitions done',
                },
              ],
            },
          },
        ],
      };
    },
  },
  {
    name: 'noisy-log',
    build(dice) {
      const target = targetOf(
        dice.target([
          'team-a-prod/products',
          'team-b-prod/orders',
          'team-a-prod/checkout',
        ]),
      );
      return {
        title: `${target.name} complains a lot, and serves as always`,
        ...seenFrom(target),
        truth: harmless(
          ['many new error lines', 'latency and errors stay as they were'],
          ['code-regression: no request fails'],
        ),
        environment: [
          {
            kind: 'ailment',
            namespace: target.namespace,
            service: target.name,
            behaviour: {
              chatter: [
                {
                  everySeconds: dice.between(4, 15),
                  level: 'error',
                  text: 'usage statistics could not be sent, # records dropped',
                },
              ],
            },
          },
        ],
      };
    },
  },
  {
    name: 'setting-without-effect',
    build(dice) {
      const target = targetOf(
        dice.target([
          'team-a-prod/products',
          'team-b-prod/orders',
          'team-b-prod/payments',
        ]),
      );
      return {
        title: `${target.name} logs more since a change of its configuration`,
        ...seenFrom(target),
        truth: harmless(
          ['a rollout that finishes', 'latency and errors stay'],
          ['bad-config: the value is fine'],
        ),
        change: {
          message: `Log more of ${target.name}`,
          author: target.author,
          edits: settingEdits(target, 'LOG_LEVEL', 'debug'),
        },
      };
    },
  },
  {
    name: 'certificate-renewed',
    build(dice) {
      const target = targetOf(
        dice.target(['team-b-prod/payments', 'team-a-prod/frontend']),
      );
      return {
        title: `${target.name} is restarted with a new certificate`,
        ...seenFrom(target),
        truth: harmless(
          ['a rollout that finishes', 'a Secret is new'],
          ['certificate-expired: it was renewed in time'],
        ),
        objects: [
          {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: {
              name: `${target.name}-tls`,
              namespace: target.namespace,
            },
            type: 'kubernetes.io/tls',
            data: { 'tls.crt': '', 'tls.key': '' },
          },
        ],
        change: {
          message: `Renew the certificate of ${target.name}`,
          author: target.author,
          edits: [
            deploymentEdit(
              target.namespace,
              target.name,
              [...POD_ANNOTATIONS, 'checksum/certificate'],
              dice.of(['5f0c1e7ab2', '91d4b6c03e']),
            ),
          ],
        },
      };
    },
  },
];
