import { ruleTest } from '../__testUtils__/ruleTest';
import { SnapshotOptions } from '../__testUtils__/say';
import { NAMESPACE, service } from '../__testUtils__/snapshot';
import { ingressBackendMissing } from './ingressBackendMissing';

const ingress = (
  backend: object,
  options: { services?: object[]; unread?: boolean; isDefault?: boolean } = {},
): SnapshotOptions => ({
  kubernetes: [
    {
      ingresses: [
        {
          metadata: { name: 'shop', namespace: NAMESPACE },
          spec: options.isDefault
            ? { defaultBackend: backend }
            : {
                rules: [
                  {
                    host: 'shop.example',
                    http: {
                      paths: [{ path: '/cart', pathType: 'Prefix', backend }],
                    },
                  },
                ],
              },
        },
      ],
      services: (options.services ?? []) as never,
      unread: options.unread ? [`${NAMESPACE}/services`] : [],
    },
  ],
});

const cartPort = service('cart', undefined, {
  ports: [{ name: 'http', port: 80 }],
});

ruleTest(ingressBackendMissing, {
  sees: [
    [
      'a Service that is not there',
      ingress(
        { service: { name: 'crat', port: { number: 80 } } },
        { services: [cartPort] },
      ),
      [
        'critical: Ingress shop sends shop.example/cart to Service crat, which does not exist',
        'service-selector 0.92: Requests for shop.example/cart cannot be served: Ingress shop sends them to Service crat, which does not exist.',
      ],
    ],
    [
      'a port that the Service has not, for everything else',
      ingress(
        { service: { name: 'cart', port: { number: 8080 } } },
        { services: [cartPort], isDefault: true },
      ),
      [
        'critical: Ingress shop sends everything else to port 8080 of Service cart, which has 80 (http)',
        'service-selector 0.92: Requests for everything else cannot be served: Ingress shop sends them to port 8080 of Service cart, which has 80 (http).',
      ],
    ],
  ],
  isSilentOn: [
    [
      'a Service that may be there, because they could not be listed',
      ingress(
        { service: { name: 'crat', port: { number: 80 } } },
        { unread: true },
      ),
    ],
    [
      'a port by its name',
      ingress(
        { service: { name: 'cart', port: { name: 'http' } } },
        { services: [cartPort] },
      ),
    ],
    [
      'a backend that is no Service',
      ingress({ resource: { kind: 'Bucket', name: 'x' } }),
    ],
  ],
});
