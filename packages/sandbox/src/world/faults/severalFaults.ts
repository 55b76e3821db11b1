import { badImageProducts } from './badImageProducts';
import { crashConfigCart } from './crashConfigCart';
import { readinessSearch } from './readinessSearch';
import { scaledToZeroSearch } from './scaledToZeroSearch';
import { slowCartRedis } from './slowCartRedis';
import { containerEdit, seenFrom, targetOf } from './targets';
import type { FaultFamily, FaultSpec } from './types';

/** Two at once: each is a cause, and none explains the other. */
function both(
  first: FaultSpec,
  second: FaultSpec,
  startFrom: string,
  team: string,
): Omit<FaultSpec, 'name'> {
  const { category, cause } = second.truth;
  const changes = [first.change, second.change].filter(
    change => change !== undefined,
  );
  return {
    title: `${first.title}; and at the same time: ${second.title}`,
    startFrom,
    team,
    truth: {
      ...first.truth,
      also: [{ category, cause: cause! }],
      symptoms: [...first.truth.symptoms, ...second.truth.symptoms],
      fix: `${first.truth.fix} ${second.truth.fix}`,
      not: ['one cause for both', 'one as an effect of the other'],
      action: undefined,
    },
    environment: [first, second].flatMap(({ environment = [] }) => environment),
    ...(changes.length > 0 && {
      change: {
        message: changes.map(({ message }) => message).join(', '),
        author: changes[0].author,
        edits: changes.flatMap(({ edits }) => edits),
      },
    }),
  };
}

/** Several things at once, and one thing that pulls others down. */
export const severalFaults: FaultFamily[] = [
  {
    name: 'search-and-cart',
    build: dice =>
      both(
        dice.target([readinessSearch, scaledToZeroSearch]),
        dice.of([crashConfigCart, slowCartRedis]),
        'component:default/frontend',
        'team-a',
      ),
  },
  {
    name: 'image-and-store',
    build: () =>
      both(
        badImageProducts,
        slowCartRedis,
        'component:default/frontend',
        'team-a',
      ),
  },
  {
    name: 'store-out-of-memory',
    build(dice) {
      const target = targetOf('team-a-prod/cart-redis');
      const limit = dice.of(['60Mi', '70Mi']);
      return {
        title: 'The store behind cart is killed for its memory again and again',
        ...seenFrom(target, dice.target(['checkout', 'frontend', 'cart'])),
        truth: {
          category: 'out-of-memory',
          cause: target.deployment,
          symptoms: [
            'containers of cart-redis end with OOMKilled',
            'cart fails with it, checkout after cart, frontend after checkout',
          ],
          fix: `Set the memory limit of cart-redis back to ${target.limits.memory}.`,
          action: 'rollback',
          not: ['cart and checkout: they only pass the failure on', 'a leak'],
        },
        change: {
          message: 'Right-size the memory of cart-redis',
          author: target.author,
          edits: [
            containerEdit(target, ['resources'], {
              requests: { cpu: target.requests.cpu, memory: limit },
              limits: { cpu: target.limits.cpu, memory: limit },
            }),
          ],
        },
      };
    },
  },
];
