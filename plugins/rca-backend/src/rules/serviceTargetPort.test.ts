import { logSignal } from '../__testUtils__/logSignal';
import { ruleTest } from '../__testUtils__/ruleTest';
import { SnapshotOptions } from '../__testUtils__/say';
import {
  NAMESPACE,
  minute,
  service,
  workload,
} from '../__testUtils__/snapshot';
import { serviceTargetPort } from './serviceTargetPort';

const ports = (
  servicePort: object,
  containerPorts: object[],
  rest: Partial<SnapshotOptions> = {},
): SnapshotOptions => ({
  kubernetes: [
    workload('redis', {
      deployment: {
        template: {
          containers: [{ name: 'app', ports: containerPorts as never }],
        },
      },
      services: [
        service('redis', undefined, {
          selector: { 'app.kubernetes.io/name': 'redis' },
          ports: [servicePort as never],
        }),
      ],
    }),
    workload('cart'),
  ],
  ...rest,
});

ruleTest(serviceTargetPort, {
  sees: [
    [
      'a name that no container has',
      ports({ port: 80, targetPort: 'http' }, [
        { name: 'redis', containerPort: 6379 },
      ]),
      [
        'critical: Service redis sends to port "http", and redis has port 6379 (redis)',
        'service-selector 0.95: Service redis sends its traffic to port "http", which redis has not (it has port 6379 (redis)).',
      ],
    ],
    [
      'another number, and connections are refused, since a commit',
      ports({ port: 80, targetPort: 6380 }, [{ containerPort: 6379 }], {
        logs: logSignal('connection-refused', 'redis'),
        changes: {
          commits: [
            {
              at: minute(50),
              sha: 'abcdef1234',
              subject: 'Move redis',
              author: 'x',
              namespace: NAMESPACE,
              services: ['redis'],
              files: ['a/redis/service.yaml'],
              evidence: 0,
              fields: [
                {
                  kind: 'other',
                  path: 'targetPort',
                  before: '6379',
                  after: '6380',
                  file: 'x',
                },
              ],
            },
          ],
        },
      }),
      [
        'critical: Service redis sends to port 6380, and redis has port 6379',
        'service-selector 0.95: Service redis sends its traffic to port 6380, which redis has not (it has port 6379), since commit abcdef12 "Move redis" (targetPort changed from "6379" to "6380").',
      ],
    ],
    [
      'a name that fits, of UDP only',
      ports({ port: 53, targetPort: 'dns' }, [
        { name: 'dns', containerPort: 53, protocol: 'UDP' },
      ]),
      [
        'critical: Service redis sends to port "dns", and redis has port 53 (dns)',
        'service-selector 0.95: Service redis sends its traffic to port "dns", which redis has not (it has port 53 (dns)).',
      ],
    ],
  ],
  isSilentOn: [
    [
      'a number that is not in the list and answers',
      ports({ port: 80, targetPort: 6380 }, [{ containerPort: 6379 }]),
    ],
    [
      'refusals of another service',
      ports({ port: 80, targetPort: 6380 }, [{ containerPort: 6379 }], {
        logs: logSignal('connection-refused', 'ledger'),
      }),
    ],
    [
      'a container without a list',
      ports({ port: 6380 }, [], {
        logs: logSignal('connection-refused', 'redis'),
      }),
    ],
    [
      'a port that fits without targetPort',
      ports({ port: 6379 }, [{ containerPort: 6379 }], {
        logs: logSignal('connection-refused', 'redis'),
      }),
    ],
    [
      'a name that an injected container has',
      (() => {
        const made = ports({ port: 80, targetPort: 'envoy' }, [
          { name: 'redis', containerPort: 6379 },
        ]);
        made.kubernetes![0].pods![0].spec!.containers.push({
          name: 'proxy',
          ports: [{ name: 'envoy', containerPort: 15_001 }],
        });
        return made;
      })(),
    ],
  ],
});
