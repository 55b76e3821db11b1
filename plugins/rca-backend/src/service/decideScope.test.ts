import { mockCredentials } from '@backstage/backend-test-utils';
import { fakeTenancy } from '@internal/plugin-tenancy-node/testUtils';
import { dependency, subjectOf } from '../__testUtils__/snapshot';
import { decideScope } from './decideScope';

const credentials = mockCredentials.user('user:default/alice');

describe('decideScope', () => {
  it('holds the own namespace and the allowed ones of dependencies', async () => {
    const tenancy = fakeTenancy({
      'user:default/alice': ['sandbox/team-a-prod', 'sandbox/monitoring'],
    });
    const subject = subjectOf('cart', [
      dependency('collector', 'cart', { namespace: 'monitoring' }),
      dependency('ledger', 'cart', { namespace: 'team-b-prod' }),
      // A tenant may write any namespace and any cluster into an annotation.
      dependency('trick', 'cart', { namespace: 'kube-system' }),
      dependency('far', 'cart', { namespace: 'monitoring', cluster: 'other' }),
      dependency('unknown', 'cart', { namespace: undefined }),
    ]);
    const scope = await decideScope({ tenancy, subject, credentials });
    expect(scope).toMatchObject({
      cluster: 'sandbox',
      userEntityRef: 'user:default/alice',
      namespaces: ['team-a-prod', 'monitoring'],
    });
    await expect(
      decideScope({
        tenancy,
        subject: { ...subject, namespace: 'team-b-prod' },
        credentials,
      }),
    ).rejects.toMatchObject({
      name: 'NotAllowedError',
      reason: 'namespace-denied',
    });
    await expect(
      decideScope({ tenancy, subject, credentials: mockCredentials.service() }),
    ).rejects.toThrow('You may not read');
  });
});
