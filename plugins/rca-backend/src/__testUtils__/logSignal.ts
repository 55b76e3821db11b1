import { NAMESPACE, minute } from './snapshot';
import { SnapshotOptions } from './say';

export const logSignal = (kind: string, peer?: string, options = {}) => ({
  signals: [
    {
      kind,
      service: 'cart',
      namespace: NAMESPACE,
      pods: [],
      peer,
      firstSeen: minute(52),
      count: 9,
      significant: true,
      text: 'x',
      evidence: 0,
      ...options,
    } as never,
  ],
});

export const unserved = (
  spec: object,
  options: { address?: boolean; created?: number } = {},
): SnapshotOptions => ({
  kubernetes: [
    {
      ingresses: [
        {
          metadata: {
            name: 'shop',
            namespace: NAMESPACE,
            creationTimestamp: new Date(minute(options.created ?? -600)),
          },
          spec,
          status: {
            loadBalancer: {
              ingress: options.address ? [{ ip: '10.0.0.1' }] : [],
            },
          },
        },
      ],
    },
  ],
});
