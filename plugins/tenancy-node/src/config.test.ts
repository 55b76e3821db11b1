import { mockServices } from '@backstage/backend-test-utils';
import { readTenancyConfig } from './config';

const read = (tenancy?: object) =>
  readTenancyConfig(mockServices.rootConfig({ data: { tenancy } as never }));

const RULE = { namespace: 'a', tenant: 'a' };
const both = (rule: object) => ({ sources: 'both', config: [rule] });

describe('readTenancyConfig', () => {
  it('should have defaults that work', () => {
    expect(read()).toEqual({
      sources: ['label'],
      ownershipLabel: 'aiops.backstage/team',
      groupNamespace: 'default',
      rules: [],
      platformGroups: ['group:default/platform-engineering'],
      sharedNamespaces: [],
      maxIndexAgeMs: 60_000,
      strictMode: false,
    });
    const config = [
      { namespace: 'team-a', tenant: 'team-a' },
      { cluster: 'c', pattern: 'team-a-*-x', tenant: 'group:org/team-a' },
    ];
    const parsed = {
      sources: ['label', 'config'],
      ownershipLabel: 'example.com/owner',
      rules: [
        { namespace: 'team-a', group: 'group:default/team-a' },
        {
          cluster: 'c',
          namespace: {
            text: 'team-a-*-x',
            parts: ['team', 'a', '*', 'x'],
          },
          group: 'group:org/team-a',
        },
      ],
    };
    for (const sources of ['both', ['both'], ['config', 'label']]) {
      expect(
        read({ ownership: { sources, label: 'example.com/owner', config } }),
      ).toMatchObject(parsed);
    }
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
    [{ platformGroups: ['Platform'] }, /platformGroups/],
    [{ ownershipLabel: 'x' }, /now called tenancy.ownership.label; rename it/],
    [{ ownershipSources: ['label'] }, /tenancy.ownership.sources/],
    [{ namespaceOwners: [] }, /tenancy.ownership.config/],
    [{ ownership: { label: 'a b' } }, /no key of a Kubernetes label/],
    [{ ownership: { sources: 'annotation' } }, /'label', 'config' or 'both'/],
    [{ ownership: { sources: [] } }, /sources is empty/],
    [{ ownership: { sources: 'config' } }, /every namespace would be closed/],
    [{ ownership: { config: [RULE] } }, /set sources to 'both' or 'config'/],
    [
      { ownership: both({ ...RULE, tenant: undefined }) },
      /add tenant: <group>/,
    ],
    [{ ownership: both({ ...RULE, tenant: 'a/b' }) }, /names the group 'a\/b'/],
    [{ ownership: both({ ...RULE, pattern: 'a-*' }) }, /both namespace and/],
    [{ ownership: both({ tenant: 'a' }) }, /neither namespace and|neither/],
    [{ ownership: both({ namespace: 'a-*', tenant: 'a' }) }, /use pattern/],
    ...[
      '*',
      '*-a',
      'a*',
      'a-b*',
      'a-**',
      'a-.*',
      'A-*',
      'a',
      `${'a-'.repeat(40)}*`,
    ].map(
      pattern =>
        [
          { ownership: both({ pattern, tenant: 'a' }) },
          /stand alone between dashes/,
        ] as [object, RegExp],
    ),
    [
      { strictMode: true, sharedNamespaces: ['a'] },
      /remove tenancy.sharedNamespaces, or switch strictMode off/,
    ],
    [
      {
        strictMode: true,
        ownership: both({ pattern: 'a-*', tenant: 'a' }),
      },
      /replace the pattern 'a-\*'/,
    ],
    [{ sharedNamespaces: ['Kube*'] }, /sharedNamespaces/],
    [{ sharedNamespaces: [{ namespace: '..' }] }, /sharedNamespaces/],
    [{ maxIndexAge: { seconds: 1 } }, /maxIndexAge/],
    [{ groupNamespace: '..' }, /groupNamespace/],
  ] as Array<[object, RegExp]>)('should refuse %p', (tenancy, message) => {
    expect(() => read(tenancy)).toThrow(message);
  });
});
