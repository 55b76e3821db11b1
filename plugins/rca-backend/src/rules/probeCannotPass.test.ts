import { V1Pod } from '@kubernetes/client-node';
import { cart, happened } from '../__testUtils__/cartPod';
import { ruleTest } from '../__testUtils__/ruleTest';
import { rollout } from '../__testUtils__/snapshot';
import { probeCannotPass } from './probeCannotPass';

const probing = (readinessProbe: object, ports: object[]) => (made: V1Pod) => {
  Object.assign(made.spec!.containers[0], { readinessProbe, ports });
};

const unhealthy = (message: string) =>
  happened('Unhealthy', `Readiness probe failed: ${message}`);

const REFUSED = unhealthy(
  'Get "http://10.0.0.1:8081/ready": dial tcp 10.0.0.1:8081: connect: connection refused',
);

ruleTest(probeCannotPass, {
  sees: [
    [
      'a probe of a port by a name that the container has not',
      cart(
        { ready: false },
        probing({ httpGet: { path: '/ready', port: 'http' } }, [
          { name: 'web', containerPort: 8080 },
        ]),
      ),
      [
        'critical: In the only pod of cart the readiness probe asks port "http", and the container has port 8080 (web)',
        'probe-failure 0.96: cart cannot become ready: the readiness probe asks port "http", and the container has port 8080 (web).',
      ],
    ],
    [
      'a probe of another port that is refused, since a change of the probe',
      {
        ...cart(
          { ready: false, created: 51 },
          probing({ tcpSocket: { port: 8081 } }, [{ containerPort: 8080 }]),
          REFUSED,
        ),
        changes: {
          rollouts: [
            rollout('cart', {
              fields: [
                {
                  kind: 'probe',
                  path: 'containers[app].readinessProbe',
                  before: 'a',
                  after: 'b',
                },
              ],
            }),
          ],
        },
      },
      [
        'critical: In the only pod of cart the readiness probe asks port 8081, and the container has port 8080',
        'probe-failure 0.96: cart cannot become ready: the readiness probe asks port 8081, and the container has port 8080, since readinessProbe changed from "a" to "b".',
      ],
    ],
    [
      'a probe of a path that the application does not know',
      cart(
        { ready: false },
        probing({ httpGet: { path: '/healthz', port: 8080 } }, [
          { containerPort: 8080 },
        ]),
        unhealthy('HTTP probe failed with statuscode: 404'),
      ),
      [
        'critical: In the only pod of cart the readiness probe asks path /healthz, and the answer is 404',
        'probe-failure 0.96: cart cannot become ready: the readiness probe asks path /healthz, and the answer is 404.',
      ],
    ],
  ],
  isSilentOn: [
    [
      'an application that says it is not ready',
      cart(
        { ready: false },
        probing({ httpGet: { path: '/ready', port: 8080 } }, [
          { containerPort: 8080 },
        ]),
        unhealthy('HTTP probe failed with statuscode: 503'),
      ),
    ],
    [
      'a port that is not in the list and answers something else',
      cart(
        { ready: false },
        probing({ httpGet: { port: 8081 } }, [{ containerPort: 8080 }]),
        unhealthy('HTTP probe failed with statuscode: 500'),
      ),
    ],
    [
      'a container without a list of ports',
      cart({ ready: false }, probing({ httpGet: { port: 8081 } }, []), REFUSED),
    ],
    [
      'a probe that fits',
      cart(
        { ready: false },
        probing({ httpGet: { port: 'web' } }, [
          { name: 'web', containerPort: 8081 },
        ]),
        REFUSED,
      ),
    ],
    [
      'a container that is ready all the same',
      cart({}, probing({ httpGet: { port: 'http' } }, [])),
    ],
    [
      'a probe by a command',
      cart({ ready: false }, probing({ exec: { command: ['x'] } }, [])),
    ],
  ],
});
