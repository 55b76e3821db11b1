import { mockCredentials } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { findAuthor } from './findAuthor';

const credentials = mockCredentials.user('user:default/alice');

describe('findAuthor', () => {
  it('takes name and address from the catalog, without what could forge a commit', async () => {
    const user = (profile: object): Entity =>
      ({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'User',
        metadata: { name: 'alice', namespace: 'default' },
        spec: { profile },
      } as Entity);
    const find = (entities: Entity[]) =>
      findAuthor({
        catalog: catalogServiceMock({ entities }),
        credentials,
        userEntityRef: 'user:default/alice',
      });
    expect(
      await find([
        user({ displayName: 'Alice A.', email: 'alice@shop.example' }),
      ]),
    ).toEqual({ name: 'Alice A.', email: 'alice@shop.example' });
    expect(
      await find([user({ displayName: 'A\nCo-authored-by: <x>' })]),
    ).toEqual({
      name: 'ACo-authored-by: x',
      email: 'alice@users.noreply.invalid',
    });
    expect(await find([])).toEqual({
      name: 'alice',
      email: 'alice@users.noreply.invalid',
    });
  });
});
