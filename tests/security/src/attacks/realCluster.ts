import { KubernetesApi } from '../support/KubernetesApi';
import { expect, Suite } from '../support/Suite';
import { World } from '../world/World';
import { applyManifest, tenantManifests } from '../world/manifests';
import { expectNoLeak, expectRefused } from './hostile';
import { testRbac } from './rbac';

const STAGING = 'team-a-staging';

/**
 * What is only there when the first cluster is a real API server: words that no simulation holds,
 * and the server's own answers to the tokens of kubernetes/.
 */
export async function testRealCluster(
  suite: Suite,
  world: World,
): Promise<void> {
  const { planted, kubernetes } = world.admin.state;
  if (!planted) return;
  suite.begin('Words in a real cluster');
  for (const { namespace, event, secret } of planted) {
    const path = `/api/kubernetes/clusters/sandbox/namespaces/${namespace}/events`;
    await suite.test(`alice reads the event of ${namespace}`, async () => {
      const { text } = await world.as('alice').get(path);
      expect(text.includes(event), `it is missing: ${text.slice(0, 200)}`);
    });
    for (const name of ['bob', 'bella', 'nina', 'static', 'service'] as const) {
      await suite.test(`${name} does not read it`, async () =>
        expectRefused(world, await world.as(name).get(path)),
      );
    }
    for (const name of ['alice', 'petra', 'bob'] as const) {
      await suite.test(`${name} reads no secret of ${namespace}`, async () => {
        const answers = [
          await world.as(name).send({
            path: `/api/kubernetes/proxy/api/v1/namespaces/${namespace}/secrets`,
            headers: { 'backstage-kubernetes-cluster': 'sandbox' },
          }),
          await world.as(name).post('/api/kubernetes/resources/custom/query', {
            entityRef: 'component:default/owned-by-a',
            auth: {},
            customResources: [
              { group: '', apiVersion: 'v1', plural: 'secrets' },
            ],
          }),
        ];
        const encoded = Buffer.from(secret).toString('base64');
        for (const { text } of answers) {
          expect(
            !text.includes(secret) && !text.includes(encoded),
            'the secret is in the answer',
          );
          if (name === 'bob') expectNoLeak(world, text);
        }
      });
    }
  }
  await suite.test('a log that no node has tells no address', async () => {
    const { status, text } = await world
      .as('alice')
      .get(
        `/api/kubernetes/clusters/sandbox/namespaces/team-a-prod/pods/${world.belongings.pod}/log`,
      );
    expect(status === 503, `${status} ${text.slice(0, 200)}`);
    expect(!/https?:|:10250|\d+\.\d+\.\d+\.\d+/.test(text), text);
  });
  const api = new KubernetesApi(kubernetes);
  await testTakenAway(suite, world, api);
  await testRbac(suite, api);
}

/** The platform takes from a namespace what kubernetes/tenant gave it, and gives it back. */
async function testTakenAway(
  suite: Suite,
  world: World,
  api: KubernetesApi,
): Promise<void> {
  const read = () =>
    world
      .as('alice')
      .get(`/api/kubernetes/clusters/sandbox/namespaces/${STAGING}/events`);
  const restore = async () => {
    for (const manifest of await tenantManifests(STAGING, 'team-a')) {
      await applyManifest(api, manifest);
    }
  };
  for (const [what, path] of [
    [
      'binding',
      `/apis/rbac.authorization.k8s.io/v1/namespaces/${STAGING}/rolebindings/aiops-tenant-reader`,
    ],
    // Tokens that the portal still holds are of an account that is no more.
    ['account', `/api/v1/namespaces/${STAGING}/serviceaccounts/aiops-reader`],
  ]) {
    await suite.test(
      `without the ${what} of its reader a namespace is closed to all`,
      async () => {
        await api.demand({ method: 'DELETE', path });
        try {
          await world.eventually('alice is refused', async () =>
            (await read()).status >= 400 ? true : undefined,
          );
        } finally {
          await restore();
        }
      },
    );
    await suite.test(`and is read again with a new ${what}`, async () => {
      await world.eventually('alice reads it', async () =>
        (await read()).status === 200 ? true : undefined,
      );
    });
  }
}
