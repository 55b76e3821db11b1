import { NAME, cart, happened } from '../__testUtils__/cartPod';
import { ruleTest } from '../__testUtils__/ruleTest';
import { event, waiting } from '../__testUtils__/snapshot';
import { podSetupFailing } from './podSetupFailing';

const creating = { ready: false, container: waiting('ContainerCreating', '') };

ruleTest(podSetupFailing, {
  sees: [
    [
      'a volume that cannot be mounted, although other events came after',
      cart(creating, undefined, {
        events: [
          event(
            'Pod',
            NAME,
            'FailedMount',
            'MountVolume.SetUp failed for volume "data": timed out',
            { at: 50 },
          ),
          event('Pod', NAME, 'Scheduled', 'assigned', {
            at: 55,
            type: 'Normal',
          }),
        ],
      }),
      [
        'critical: The node cannot set up the only pod of cart: FailedMount: MountVolume.SetUp failed for volume "data": timed out',
        'storage 0.88: cart cannot start because a volume cannot be mounted (FailedMount: MountVolume.SetUp failed for volume "data": timed out).',
      ],
    ],
    [
      'a network plugin without addresses',
      cart(
        creating,
        undefined,
        happened(
          'FailedCreatePodSandBox',
          'plugin type="calico" failed: no IPs',
        ),
      ),
      [
        'critical: The node cannot set up the only pod of cart: FailedCreatePodSandBox: plugin type="calico" failed: no IPs',
        'node-failure 0.88: cart cannot start because its node cannot give it a network (FailedCreatePodSandBox: plugin type="calico" failed: no IPs).',
      ],
    ],
  ],
  isSilentOn: [
    [
      'a missing ConfigMap, which has a rule of its own',
      cart(
        creating,
        undefined,
        happened('FailedMount', 'configmap "x" not found'),
      ),
    ],
    [
      "another object's event of the same name",
      cart(creating, undefined, {
        events: [event('Service', NAME, 'FailedMount', 'x')],
      }),
    ],
    [
      'a pod that runs by now',
      cart({}, undefined, happened('FailedMount', 'timed out')),
    ],
  ],
});
