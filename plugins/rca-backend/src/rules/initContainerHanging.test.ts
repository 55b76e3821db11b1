import { V1Pod } from '@kubernetes/client-node';
import { cart } from '../__testUtils__/cartPod';
import { ruleTest } from '../__testUtils__/ruleTest';
import { minute, waiting } from '../__testUtils__/snapshot';
import { initContainerHanging } from './initContainerHanging';

const initialising =
  (
    options: {
      startedAt?: number;
      restartPolicy?: string;
      done?: boolean;
    } = {},
  ) =>
  (made: V1Pod) => {
    made.spec!.initContainers = [
      { name: 'migrate', restartPolicy: options.restartPolicy },
    ];
    made.status!.initContainerStatuses = [
      {
        name: 'migrate',
        image: 'm:1',
        imageID: '',
        ready: false,
        restartCount: 0,
        state: options.done
          ? { terminated: { exitCode: 0 } }
          : {
              running: { startedAt: new Date(minute(options.startedAt ?? 30)) },
            },
      },
    ];
  };

ruleTest(initContainerHanging, {
  sees: [
    [
      'an init container that waits for ever',
      cart(
        {
          phase: 'Pending',
          ready: false,
          container: waiting('PodInitializing', ''),
        },
        initialising(),
      ),
      [
        'critical: An init container holds up the only pod of cart: migrate runs for 30 min',
        'bad-config 0.88: cart does not begin because its init container does not end (migrate runs for 30 min).',
      ],
    ],
  ],
  isSilentOn: [
    [
      'one that has just begun',
      cart({ ready: false }, initialising({ startedAt: 57 })),
    ],
    [
      'a sidecar, which is meant to run',
      cart({}, initialising({ restartPolicy: 'Always' })),
    ],
    ['one that is done', cart({}, initialising({ done: true }))],
  ],
});
