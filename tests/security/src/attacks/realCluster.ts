import { KubernetesApi } from '../support/KubernetesApi';
import { expect, Suite } from '../support/Suite';
import { World } from '../world/World';
import { expectNoLeak, expectRefused } from './hostile';
import { testRbac } from './rbac';

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
  await testRbac(suite, new KubernetesApi(kubernetes));
}
