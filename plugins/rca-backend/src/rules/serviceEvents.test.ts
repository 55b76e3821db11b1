import { unserved } from '../__testUtils__/logSignal';
import { ruleTest } from '../__testUtils__/ruleTest';
import { event, workload } from '../__testUtils__/snapshot';
import { serviceEvents } from './serviceEvents';

ruleTest(serviceEvents, {
  sees: [
    [
      'a complaint about a Service and one about an Ingress, each once',
      {
        kubernetes: [
          workload('cart', {
            events: [
              event(
                'Service',
                'cart',
                'SyncLoadBalancerFailed',
                'quota of addresses',
                { at: 50 },
              ),
              event(
                'Service',
                'cart',
                'SyncLoadBalancerFailed',
                'quota of addresses',
                { at: 55 },
              ),
              event('Ingress', 'shop', 'Sync', 'secret "shop-tls" not found'),
            ],
          }),
          ...unserved({}, { address: true }).kubernetes!,
        ],
      },
      [
        'info: Service cart, SyncLoadBalancerFailed: quota of addresses',
        'info: Ingress shop, Sync: secret "shop-tls" not found',
      ],
    ],
  ],
  isSilentOn: [
    [
      'good news, old news, and news of a pod of the same name',
      {
        kubernetes: [
          workload('cart', {
            events: [
              event('Service', 'cart', 'EnsuredLoadBalancer', 'x', {
                type: 'Normal',
              }),
              event('Service', 'cart', 'SyncLoadBalancerFailed', 'x', {
                at: -500,
              }),
              event('Pod', 'cart', 'BackOff', 'x'),
            ],
          }),
        ],
      },
    ],
  ],
});
