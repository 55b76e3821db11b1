import { expect, Suite } from '../support/Suite';
import { World } from '../world/World';
import { expectWithin, readableBy } from './hostile';

const ROUNDS = 25;
/** People at once; as many requests of each are under way together. */
const PEOPLE = ['alice', 'bob', 'bella', 'nina'] as const;
const OWN = {
  alice: 'component:default/checkout',
  bob: 'component:default/payments',
  bella: 'component:default/insights',
  nina: 'component:default/checkout',
};

/** Caches and tokens are shared inside, and their content must not be. */
export async function testConcurrency(
  suite: Suite,
  world: World,
): Promise<void> {
  const requests = PEOPLE.length * 4;
  suite.begin(`Interleaved requests (${ROUNDS * requests})`);
  const readable = {
    alice: await readableBy(world.as('alice')),
    bob: await readableBy(world.as('bob')),
    bella: await readableBy(world.as('bella')),
    nina: await readableBy(world.as('nina')),
  };
  const seen = { alice: 0, bob: 0, bella: 0, nina: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    await Promise.all(
      PEOPLE.flatMap(name => {
        const caller = world.as(name);
        const leak = (text: string) =>
          name === 'alice' ? undefined : world.leakIn(text);
        return [
          suite.test(`${name}'s workloads, round ${round}`, async () => {
            const answer = await caller.post(
              '/api/kubernetes/resources/workloads/query',
              { entityRef: OWN[name], auth: {} },
            );
            seen[name] += expectWithin(readable[name], answer);
            expect(!leak(answer.text), leak(answer.text) ?? '');
          }),
          suite.test(`${name} asks for alice's, round ${round}`, async () => {
            const answer = await caller.post(
              '/api/kubernetes/resources/workloads/query',
              { entityRef: 'component:default/owned-by-a', auth: {} },
            );
            expectWithin(readable[name], answer);
            expect(!leak(answer.text), leak(answer.text) ?? '');
          }),
          suite.test(`${name}'s catalog, round ${round}`, async () => {
            const answer = await caller.get(
              '/api/catalog/entities?filter=kind=component',
            );
            const has = answer.text.includes('owned-by-a');
            expect(has === (name === 'alice'), has ? 'sees it' : 'misses it');
            expect(!leak(answer.text), leak(answer.text) ?? '');
          }),
          suite.test(`${name}'s access, round ${round}`, async () => {
            const { json } = await caller.get('/api/tenancy/access?limit=200');
            const now = json.namespaces.length;
            expect(
              now === readable[name].size,
              `${now} namespaces instead of ${readable[name].size}`,
            );
          }),
        ];
      }),
    );
  }
  await suite.test('everybody saw what is theirs', () => {
    expect(seen.alice > 0, 'alice saw nothing');
    expect(seen.bob > 0, 'bob saw nothing');
    expect(seen.bella > 0, 'bella saw nothing');
    expect(seen.nina === 0, 'nina saw something');
  });
}
