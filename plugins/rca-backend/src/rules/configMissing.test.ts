import { carts } from '../__testUtils__/carts';
import { ruleTest } from '../__testUtils__/ruleTest';
import { event, NAMESPACE, waiting } from '../__testUtils__/snapshot';
import { configMissing } from './configMissing';

ruleTest(configMissing, {
  sees: [
    [
      'a ConfigMap that nobody created',
      {
        kubernetes: [
          carts({
            ready: false,
            phase: 'Pending',
            container: waiting(
              'CreateContainerConfigError',
              'configmap "cart-settings" not found',
            ),
          }),
        ],
      },
      [
        'critical: ConfigMap cart-settings is missing, so the only pod of cart cannot start',
        'missing-config 0.95: cart cannot start because ConfigMap cart-settings, which it refers to, does not exist.',
      ],
    ],
    [
      'a key that is not in its Secret',
      {
        kubernetes: [
          carts({
            ready: false,
            container: waiting(
              'CreateContainerConfigError',
              "couldn't find key url in Secret team-a-prod/db",
            ),
          }),
        ],
      },
      [
        'critical: key url of Secret db is missing, so the only pod of cart cannot start',
        'missing-config 0.95: cart cannot start because key url of Secret db, which it refers to, does not exist.',
      ],
    ],
    [
      'a volume of a Secret that is not there',
      {
        kubernetes: [
          carts({ ready: false, container: waiting('ContainerCreating', '') }),
          {
            events: [
              event(
                'Pod',
                'cart-1-0',
                'FailedMount',
                'MountVolume.SetUp failed for volume "tls" : secret "cart-tls" not found',
              ),
            ],
          },
        ],
      },
      [
        'critical: Secret cart-tls is missing, so the only pod of cart cannot start',
        'missing-config 0.95: cart cannot start because Secret cart-tls, which it refers to, does not exist.',
      ],
    ],
    [
      'a ConfigMap that is missing, where none could be listed, without a word about the others',
      {
        kubernetes: [
          carts({
            ready: false,
            container: waiting(
              'CreateContainerConfigError',
              'configmap "cart-settings" not found',
            ),
          }),
          { unread: [`${NAMESPACE}/configMaps`] },
        ],
      },
      [
        'critical: ConfigMap cart-settings is missing, so the only pod of cart cannot start',
        'missing-config 0.95: cart cannot start because ConfigMap cart-settings, which it refers to, does not exist.',
      ],
      ({ evidence }) => expect(evidence).toHaveLength(1),
    ],
  ],
  isSilentOn: [
    [
      'a container that may not be created for another reason',
      {
        kubernetes: [
          carts({
            ready: false,
            container: waiting(
              'CreateContainerConfigError',
              'container has runAsNonRoot and image will run as root',
            ),
          }),
        ],
      },
    ],
    [
      'a Secret that the kubelet may not read, which is not missing',
      {
        kubernetes: [
          carts({
            ready: false,
            container: waiting(
              'CreateContainerConfigError',
              'secrets "db" is forbidden: User "system:node:n1" cannot get resource "secrets"',
            ),
          }),
        ],
      },
    ],
    [
      'a mount that failed once and is there now',
      {
        kubernetes: [
          carts({}),
          {
            events: [
              event(
                'Pod',
                'cart-1-0',
                'FailedMount',
                'configmap "x" not found',
              ),
            ],
          },
        ],
      },
    ],
    [
      'a mount that fails for another reason',
      {
        kubernetes: [
          carts({ ready: false, container: waiting('ContainerCreating', '') }),
          { events: [event('Pod', 'cart-1-0', 'FailedMount', 'timed out')] },
        ],
      },
    ],
  ],
});
