import { mockCredentials } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { resolveSubject } from './resolveSubject';

const credentials = mockCredentials.user('user:default/alice');

describe('resolveSubject', () => {
  const component = (
    name: string,
    annotations: Record<string, string>,
    dependsOn: string[] = [],
  ): Entity => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [
          `backstage.io/kubernetes-${key}`,
          value,
        ]),
      ),
    },
    relations: [
      { type: 'ownedBy', targetRef: 'group:default/team-b' },
      ...dependsOn.map(target => ({
        type: 'dependsOn',
        targetRef: target.includes(':')
          ? target
          : `component:default/${target}`,
      })),
    ],
  });
  const resolve = (
    entities: Entity[],
    request: object = {},
    clusters = ['sandbox'],
  ) =>
    resolveSubject({
      request: { entityRef: 'component:default/a', ...request },
      catalog: catalogServiceMock({ entities }),
      credentials,
      clusters,
    });

  it('reads the annotations and walks three steps, around circles, past what it may not see', async () => {
    const subject = await resolve([
      component(
        'a',
        {
          id: 'svc-a',
          namespace: 'ns-a',
          cluster: 'sandbox',
          'label-selector': 'app=a',
        },
        ['b', 'hidden', 'resource:default/db', 'api:default/x'],
      ),
      component('b', { namespace: 'ns-b', cluster: 'other' }, ['c', 'a']),
      component('c', { 'label-selector': 'a in b' }, ['d']),
      component('d', {}, ['e']),
      component('e', {}),
    ]);
    expect(subject).toMatchObject({
      serviceName: 'svc-a',
      namespace: 'ns-a',
      cluster: 'sandbox',
      labelSelector: 'app=a',
    });
    expect(subject.dependencies).toEqual([
      {
        entityRef: 'component:default/b',
        serviceName: 'b',
        namespace: 'ns-b',
        cluster: 'other',
        owner: 'team-b',
        labelSelector: 'backstage.io/kubernetes-id=b',
        requiredBy: 'component:default/a',
      },
      {
        entityRef: 'component:default/hidden',
        serviceName: 'hidden',
        cluster: 'sandbox',
        requiredBy: 'component:default/a',
      },
      {
        entityRef: 'resource:default/db',
        serviceName: 'db',
        cluster: 'sandbox',
        requiredBy: 'component:default/a',
      },
      // Its selector is a mistake, which must not stop the analysis of others.
      {
        entityRef: 'component:default/c',
        serviceName: 'c',
        cluster: 'sandbox',
        owner: 'team-b',
        requiredBy: 'component:default/b',
      },
      {
        entityRef: 'component:default/d',
        serviceName: 'd',
        cluster: 'sandbox',
        owner: 'team-b',
        labelSelector: 'backstage.io/kubernetes-id=d',
        requiredBy: 'component:default/c',
      },
    ]);
  });

  it('takes what the request says over what tenants wrote, and asks where it must', async () => {
    const plain = [component('a', {})];
    expect(
      await resolve(plain, { namespace: 'ns', cluster: 'x' }),
    ).toMatchObject({
      namespace: 'ns',
      cluster: 'x',
      serviceName: 'a',
      labelSelector: 'backstage.io/kubernetes-id=a',
    });
    await expect(resolve(plain)).rejects.toMatchObject({
      reason: 'no-namespace',
    });
    await expect(
      resolve(plain, { namespace: 'ns' }, ['one', 'two']),
    ).rejects.toThrow('name a cluster');
    await expect(resolve([])).rejects.toThrow(
      "Entity 'component:default/a' not found",
    );
    await expect(
      resolve([
        component('a', { namespace: 'ns', 'label-selector': 'a in b' }),
      ]),
    ).rejects.toThrow('Invalid label selector');
  });
});
