import type { Caller } from '../../support/Caller';
import { Caller as Machine } from '../../support/Caller';
import { Answer, send } from '../../support/send';
import { expect, Suite } from '../../support/Suite';
import type { World } from '../../world/World';
import { expectRefused } from '../hostile';
import { inParallel } from './Attacker';
import { requestsAbout } from './routes';

const KEYS = '/api/auth/access-keys/v1';
const OWN = 'component:default/payments';
const FOREIGN = 'team-a-prod';

/** Spellings of somebody's workload. */
const SPELLINGS: Array<(name: string) => string> = [
  name => `component:default/${name}`,
  name => `Component:Default/${name.toUpperCase()}`,
  name => `component:${name}`,
  name => `default/${name}`,
  name => name,
  name => `resource:default/${name}`,
  name => `component:default/payments/../${name}`,
  name => `component:default/payments%2f..%2f${name}`,
  name => ` component:default/${name}`,
  name => `component:default/${name}\u0000`,
  name => `component:default/${name}?x=`,
  name => `component:default/\uff43${name.slice(1)}`,
];

/** Places that bob names beside an entity that is his. */
const PLACES: Array<{ namespace?: string; cluster?: string }> = [
  { namespace: FOREIGN },
  { namespace: 'team-a-staging' },
  { namespace: 'team-a-b-prod' },
  { namespace: 'kube-system' },
  { namespace: 'no-such-namespace' },
  { namespace: FOREIGN, cluster: 'sandbox' },
  { cluster: 'no-such-cluster' },
  { cluster: 'Sandbox' },
  { namespace: FOREIGN, cluster: 'no-such-cluster' },
  { namespace: 'Team-A-Prod' },
  { namespace: ' team-a-prod' },
  { namespace: 'team-b-prod/../team-a-prod' },
  { namespace: 'team-b-prod,team-a-prod' },
  { namespace: '*' },
  { namespace: 'te\u0430m-a-prod' },
  { namespace: 'team-a-prod\n' },
];

/** Workloads of others, at every route about a workload. */
export async function testTargets(suite: Suite, world: World): Promise<void> {
  const bob = world.as('bob');
  suite.begin('Workloads of others');
  for (const name of ['bob', 'bella', 'nina'] as const) {
    // The team whose name begins alike tries the spellings that parsers differ in.
    const spellings = name === 'bob' ? SPELLINGS : SPELLINGS.slice(0, 3);
    for (const spell of spellings) {
      const known = requestsAbout({ entityRef: spell('checkout') });
      // As long, so that a limit on length tells nothing either.
      const unknown = requestsAbout({ entityRef: spell('chekkout') });
      await inParallel(known, (request, i) =>
        suite.test(
          `${name} asks ${request.path} about ${spell('checkout')}`,
          async () => {
            const caller = world.as(name);
            const answer = await caller.send(request);
            expectRefused(world, answer);
            const other = await caller.send(unknown[i]);
            expectAlike(answer, other, 'checkout', 'chekkout');
          },
        ),
      );
    }
  }
  suite.begin('Places of others');
  for (const place of PLACES) {
    await inParallel(requestsAbout({ entityRef: OWN, ...place }), request =>
      suite.test(
        `bob asks ${request.path} at ${JSON.stringify(place)}`,
        async () => expectRefused(world, await bob.send(request)),
      ),
    );
  }
  await inParallel(
    requestsAbout({ entityRef: OWN, namespace: FOREIGN }),
    (request, i) =>
      suite.test(
        `${request.path} tells no namespace of others from none`,
        async () => {
          const missing = 'team-z-prod';
          const other = requestsAbout({ entityRef: OWN, namespace: missing });
          expectAlike(
            await bob.send(request),
            await bob.send(other[i]),
            FOREIGN,
            missing,
          );
        },
      ),
  );
  // In the second cluster the namespace is team-b's, but no store there is.
  if (world.admin.hasSecondCluster) {
    const place = { namespace: FOREIGN, cluster: 'sandbox-2' };
    await inParallel(requestsAbout({ entityRef: OWN, ...place }), request =>
      suite.test(`${request.path} of the second cluster`, async () => {
        const answer = await bob.send(request);
        expect(answer.status < 500, `fails: ${answer.status}`);
        const leak = world.leakIn(answer);
        expect(!leak, leak ?? '');
        expect(
          !answer.json?.items?.length && !answer.json?.lines,
          `it is answered: ${answer.text.slice(0, 200)}`,
        );
      }),
    );
  }

  suite.begin('Entities that point at places of others');
  for (const entity of ['hostile-foreign', 'hostile-staging', 'hostile-case']) {
    const ref = { entityRef: `component:default/${entity}` };
    await inParallel(
      [...requestsAbout({ ...ref, cluster: 'sandbox' }), ...requestsAbout(ref)],
      request =>
        suite.test(`bob asks ${request.path} about ${entity}`, async () =>
          expectRefused(world, await bob.send(request)),
        ),
    );
  }

  suite.begin('Machines and nobody');
  const key = await keyOf(world, 'team-a-staging');
  const callers: Array<[string, Caller]> = [
    ['a static token', world.as('static')],
    ['a service', world.as('service')],
    ['nobody', world.as('anonymous')],
    ['a key for another namespace', key],
  ];
  for (const [name, caller] of callers) {
    await inParallel(
      [
        ...requestsAbout({ entityRef: 'component:default/checkout' }),
        ...requestsAbout({ entityRef: OWN }),
        { path: '/api/observability/metrics/panels' },
        { path: '/api/observability/anomalies/mutes' },
      ],
      request =>
        suite.test(`${name} at ${request.path}`, async () =>
          expectRefused(world, await caller.send(request)),
        ),
    );
  }
}

/** The same refusal, but for the name that the caller wrote. */
function expectAlike(a: Answer, b: Answer, inA: string, inB: string): void {
  // The stack is there in development only.
  const shape = ({ status, json }: Answer, name: string) =>
    JSON.stringify([status, { ...json?.error, stack: undefined }])
      .replaceAll(name, '…')
      .replaceAll(name.toUpperCase(), '…')
      .replaceAll(name.slice(1), '…');
  expect(
    shape(a, inA) === shape(b, inB),
    `${shape(a, inA)} instead of ${shape(b, inB)}`,
  );
}

/** A key of alice's that opens one namespace only. */
async function keyOf(world: World, namespace: string): Promise<Machine> {
  const { json, status } = await world.as('alice').post(`${KEYS}/keys`, {
    name: 'telemetry-attack',
    owner: 'team-a',
    permissions: ['catalog.entity.read', 'rca.report.read'],
    namespaces: [{ cluster: 'sandbox', namespace }],
    lifetimeHours: 1,
  });
  if (status !== 201) throw new Error(`alice cannot make a key: ${status}`);
  const answer = await send(world.portalUrl, {
    method: 'POST',
    path: `${KEYS}/token`,
    body: { key: json.secret },
  });
  return new Machine({
    name: 'service',
    portalUrl: world.portalUrl,
    token: answer.json.token,
  });
}
