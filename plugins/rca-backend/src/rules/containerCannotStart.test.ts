import { cart } from '../__testUtils__/cartPod';
import { ruleTest } from '../__testUtils__/ruleTest';
import { ended, rollout, waiting } from '../__testUtils__/snapshot';
import { containerCannotStart } from './containerCannotStart';

ruleTest(containerCannotStart, {
  sees: [
    [
      'a command that is not in the image',
      cart({
        ready: false,
        container: waiting(
          'RunContainerError',
          'exec: "/app/crat": stat /app/crat: no such file or directory',
        ),
      }),
      [
        'critical: The container cannot be started in the only pod of cart: exec: "/app/crat": stat /app/crat: no such file or directory',
        'bad-config 0.93: cart cannot be started (exec: "/app/crat": stat /app/crat: no such file or directory).',
      ],
    ],
    [
      'a start that failed before and is tried again, after another image',
      {
        ...cart({
          ready: false,
          created: 51,
          container: ended({ exitCode: 128, reason: 'StartError' }),
        }),
        changes: { rollouts: [rollout('cart')] },
      },
      [
        'critical: The container cannot be started in the only pod of cart: StartError',
        'bad-image 0.93: cart cannot be started (StartError) after the rollout of revision 2 (image changed from "cart:1" to "cart:2").',
      ],
    ],
    [
      'a user that the pod forbids',
      cart({
        ready: false,
        container: waiting(
          'CreateContainerConfigError',
          'container has runAsNonRoot and image will run as root',
        ),
      }),
      [
        'critical: The container cannot be started in the only pod of cart: container has runAsNonRoot and image will run as root',
        'bad-config 0.93: cart cannot be started (container has runAsNonRoot and image will run as root).',
      ],
    ],
    [
      'a hook that fails',
      cart({
        ready: false,
        container: waiting('PostStartHookError', 'command exited with 126'),
      }),
      [
        'critical: The container cannot be started in the only pod of cart: command exited with 126',
        'bad-config 0.93: cart cannot be started (command exited with 126).',
      ],
    ],
  ],
  isSilentOn: [
    [
      'configuration that is missing, which has a rule of its own',
      cart({
        ready: false,
        container: waiting(
          'CreateContainerConfigError',
          'configmap "cart-settings" not found',
        ),
      }),
    ],
    [
      'a crash of the application',
      cart({ ready: false, container: ended({ exitCode: 1 }) }),
    ],
    [
      'a program for another processor',
      cart({
        ready: false,
        container: waiting('RunContainerError', 'exec format error'),
      }),
    ],
  ],
});
