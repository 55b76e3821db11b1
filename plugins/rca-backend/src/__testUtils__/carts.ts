import { pod, workload } from './snapshot';
import { Snapshot } from '../rules/types';

export const carts = (
  ...pods: Array<Parameters<typeof pod>[1]>
): Partial<Snapshot['index']['facts']> =>
  workload('cart', {
    pods: pods.map((options, i) =>
      pod('cart', { name: `cart-1-${i}`, ...options }),
    ),
  });
