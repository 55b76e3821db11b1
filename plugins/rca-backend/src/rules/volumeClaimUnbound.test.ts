import { cart, claim, unscheduled, withClaim } from '../__testUtils__/cartPod';
import { ruleTest } from '../__testUtils__/ruleTest';
import { event } from '../__testUtils__/snapshot';
import { volumeClaimUnbound } from './volumeClaimUnbound';

const claimEvent = (reason: string, message: string) =>
  event('PersistentVolumeClaim', 'cart-data', reason, message);

ruleTest(volumeClaimUnbound, {
  sees: [
    [
      'a storage class that is not there, although other events came after',
      cart(unscheduled('Unschedulable', 'x'), withClaim, {
        ...claim('Pending'),
        events: [
          claimEvent(
            'ProvisioningFailed',
            'storageclass.storage.k8s.io "fast" not found',
          ),
          event(
            'PersistentVolumeClaim',
            'cart-data',
            'ExternalProvisioning',
            'waiting',
            { at: 59, type: 'Normal' },
          ),
        ],
      }),
      [
        'critical: PersistentVolumeClaim cart-data is not bound: storageclass.storage.k8s.io "fast" not found',
        'storage 0.96: cart cannot run because PersistentVolumeClaim cart-data has no volume: storageclass.storage.k8s.io "fast" not found.',
      ],
    ],
    [
      'a lost volume',
      cart({}, withClaim, claim('Lost')),
      [
        'critical: PersistentVolumeClaim cart-data is lost: its volume pv-1 is gone',
        'storage 0.96: cart cannot run because PersistentVolumeClaim cart-data has no volume: its volume pv-1 is gone.',
      ],
    ],
    [
      'a claim that nobody uses',
      { kubernetes: [claim('Lost')] },
      [
        'info: PersistentVolumeClaim cart-data is lost: its volume pv-1 is gone',
      ],
    ],
  ],
  isSilentOn: [
    [
      'a claim that waits for its first consumer',
      cart({}, withClaim, {
        ...claim('Pending'),
        events: [claimEvent('WaitForFirstConsumer', 'waiting')],
      }),
    ],
    [
      'a bound claim',
      cart({}, withClaim, {
        ...claim('Bound'),
        events: [claimEvent('ProvisioningFailed', 'before')],
      }),
    ],
  ],
});
