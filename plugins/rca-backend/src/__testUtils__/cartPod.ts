import { NAMESPACE, event, pod, workload } from './snapshot';
import { V1Pod } from '@kubernetes/client-node';
import { SnapshotOptions } from './say';

export type PodOptions = NonNullable<Parameters<typeof pod>[1]>;

export const NAME = 'cart-1-0';

/** One pod of cart, with whatever is special about it. */
export const cart = (
  options: PodOptions,
  patch: (made: V1Pod) => void = () => {},
  facts: object = {},
): SnapshotOptions => {
  const made = pod('cart', { name: NAME, ...options });
  patch(made);
  return { kubernetes: [workload('cart', { pods: [made] }), facts] };
};

export const happened = (reason: string, message: string, options = {}) => ({
  events: [event('Pod', NAME, reason, message, options)],
});

export const unscheduled = (reason: string, message?: string): PodOptions => ({
  phase: 'Pending',
  ready: false,
  conditions: [{ type: 'PodScheduled', status: 'False', reason, message }],
});

export const withClaim = (made: V1Pod) => {
  made.spec!.volumes = [
    { name: 'data', persistentVolumeClaim: { claimName: 'cart-data' } },
  ];
};

export const claim = (phase: string) => ({
  volumeClaims: [
    {
      metadata: { name: 'cart-data', namespace: NAMESPACE },
      spec: { volumeName: 'pv-1', storageClassName: 'fast' },
      status: { phase },
    },
  ],
});
