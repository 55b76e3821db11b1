import { mockServices } from '@backstage/backend-test-utils';
import { readTenancyConfig } from './config';

const read = (tenancy?: object) =>
  readTenancyConfig(mockServices.rootConfig({ data: { tenancy } as never }));

describe('readTenancyConfig', () => {
  it('should have defaults that work', () => {
    expect(read()).toEqual({
      sources: ['label', 'config'],
      ownershipLabel: 'aiops.backstage/team',
      groupNamespace: 'default',
      rules: [],
      platformGroups: ['group:default/platform-engineering'],
      sharedNamespaces: [],
      maxIndexAgeMs: 60_000,
    });
    expect(
      read({
        groupNamespace: 'org',
        platformGroups: ['ops', 'group:default/sre'],
        sharedNamespaces: [
          'a',
          { namespace: 'b' },
          { cluster: 'c', namespace: 'd' },
        ],
        maxIndexAge: '2m',
      }),
    ).toMatchObject({
      platformGroups: ['group:org/ops', 'group:default/sre'],
      sharedNamespaces: [
        { namespace: 'a' },
        { namespace: 'b' },
        { cluster: 'c', namespace: 'd' },
      ],
      maxIndexAgeMs: 120_000,
    });
  });

  it.each([
    [{ ownershipSources: ['annotation'] }, /ownershipSources/],
    [{ platformGroups: ['Platform'] }, /platformGroups/],
    [{ namespaceOwners: [{ namespace: '*', group: 'a' }] }, /namespaceOwners/],
    [
      { namespaceOwners: [{ namespace: 'a*b', group: 'a' }] },
      /namespaceOwners/,
    ],
    [
      { namespaceOwners: [{ namespace: 'a', group: 'a/b' }] },
      /namespaceOwners/,
    ],
    [{ sharedNamespaces: ['Kube*'] }, /sharedNamespaces/],
    [{ sharedNamespaces: [{ namespace: '..' }] }, /sharedNamespaces/],
    [{ maxIndexAge: { seconds: 1 } }, /maxIndexAge/],
    [{ groupNamespace: '..' }, /groupNamespace/],
  ])('should refuse %p', (tenancy, message) => {
    expect(() => read(tenancy)).toThrow(message);
  });
});
