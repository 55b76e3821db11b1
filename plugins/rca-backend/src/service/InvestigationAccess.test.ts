import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  decideNamespace,
  NamespaceKnowledge,
} from '@internal/plugin-tenancy-common';
import {
  OwnershipService,
  TenancyService,
} from '@internal/plugin-tenancy-node';
import { StoredInvestigation } from '../database/InvestigationStore';
import { InvestigationAccess } from './InvestigationAccess';

const group = (name: string) => `group:default/${name}`;
const PEOPLE: Record<string, string[]> = {
  alice: ['team-a'],
  adam: ['team-a'],
  bob: ['team-b'],
  both: ['team-a', 'team-b'],
  bella: ['team-a-b'],
  petra: ['platform'],
};

/** Two namespaces of teams and a shared one of the platform; labels can be changed. */
function createWorld() {
  const owners = new Map<string, string | undefined>([
    ['team-a-prod', 'team-a'],
    ['team-b-prod', 'team-b'],
    ['ingress', 'platform'],
  ]);
  const shared = new Set(['ingress']);
  const platformGroups = [group('platform')];
  const knowledgeOf = async ({
    namespace,
  }: {
    namespace: string;
  }): Promise<NamespaceKnowledge> => {
    if (!owners.has(namespace)) return { state: 'absent' };
    const owner = owners.get(namespace);
    return {
      state: 'present',
      claims: owner ? [{ source: 'label', group: group(owner) }] : [],
      shared: shared.has(namespace),
    };
  };
  const groupsOf = (name: string) => PEOPLE[name].map(group);
  const nameOf = (credentials: { principal: unknown }) =>
    (credentials.principal as { userEntityRef: string }).userEntityRef.split(
      '/',
    )[1];
  const decide: TenancyService['decide'] = async ({ credentials, namespace }) =>
    decideNamespace({
      namespace,
      caller: {
        type: 'user',
        ownershipEntityRefs: groupsOf(nameOf(credentials)),
      },
      knowledge: await knowledgeOf(namespace),
      platformGroups,
    });
  const access = new InvestigationAccess({
    tenancy: {
      decide,
      list: async ({ credentials }) => {
        const decisions = await Promise.all(
          [...owners.keys()].map(namespace =>
            decide({ credentials, namespace: { cluster: 'c', namespace } }),
          ),
        );
        return decisions.flatMap(item =>
          item.result === 'allow' ? [item.grant] : [],
        );
      },
    } as TenancyService,
    ownership: { platformGroups, knowledgeOf } as unknown as OwnershipService,
    userInfo: mockServices.userInfo.mock({
      getUserInfo: async credentials => ({
        userEntityRef: `user:default/${nameOf(credentials)}`,
        ownershipEntityRefs: groupsOf(nameOf(credentials)),
      }),
    }),
  });
  return { access, owners, shared };
}

const as = (name: string) => mockCredentials.user(`user:default/${name}`);
const investigation = (
  owners: string[] | undefined,
  namespaces = ['team-a-prod'],
) =>
  ({
    cluster: 'c',
    namespace: namespaces[0],
    namespaces,
    owners: owners?.map(group),
    requestedBy: 'user:default/alice',
  } as StoredInvestigation);

describe('InvestigationAccess', () => {
  it('should write down who owns what is read, shared namespaces apart', async () => {
    const { access, owners } = createWorld();
    expect(
      await access.ownersOf('c', ['ingress', 'team-b-prod', 'team-a-prod']),
    ).toEqual([group('team-a'), group('team-b')]);
    expect(await access.ownersOf('c', ['ingress'])).toEqual([]);
    owners.set('team-a-prod', undefined);
    for (const namespace of ['team-a-prod', 'nowhere']) {
      await expect(access.ownersOf('c', [namespace])).rejects.toThrow(
        `It cannot be told who owns namespace '${namespace}' of cluster 'c'`,
      );
    }
  });

  it('should keep old reports from the new owner of a namespace, and from the old one', async () => {
    const { access, owners } = createWorld();
    const report = investigation(['team-a']);
    const readers = async () => {
      const names: string[] = [];
      for (const name of Object.keys(PEOPLE)) {
        if (await access.mayRead(report, as(name))) names.push(name);
      }
      return names;
    };
    expect(await readers()).toEqual(['alice', 'adam', 'both', 'petra']);
    owners.set('team-a-prod', 'team-b');
    expect(await readers()).toEqual(['both', 'petra']);
    owners.delete('team-a-prod');
    expect(await readers()).toEqual([]);
  });

  it.each<[string, StoredInvestigation, string, boolean]>([
    ['a shared namespace', investigation([], ['ingress']), 'bob', true],
    [
      'one whose second namespace is not theirs',
      investigation(['team-a', 'team-b'], ['team-a-prod', 'team-b-prod']),
      'alice',
      false,
    ],
    ['one that was shared with nobody', investigation([], []), 'petra', false],
    ['unknown owners', investigation(undefined), 'alice', false],
    [
      'unknown owners, for the platform',
      investigation(undefined),
      'petra',
      true,
    ],
    [
      'a group whose name only begins alike',
      investigation(['team-a']),
      'bella',
      false,
    ],
  ])('should decide about %s', async (_, report, name, expected) => {
    expect(await createWorld().access.mayRead(report, as(name))).toBe(expected);
  });

  it('should let the requester, the owner and the platform cancel, and no other reader', async () => {
    const { access } = createWorld();
    const may = (report: StoredInvestigation, name: string) =>
      access.assertMayCancel(report, as(name)).then(
        () => 'yes',
        error => `${error.name}: ${error.message}`,
      );
    const shared = investigation([], ['ingress']);
    const refusal =
      "NotAllowedError: Only who asked for it, and the owners of namespace 'ingress', may cancel it";
    expect(await may(shared, 'alice')).toBe('yes');
    expect(await may(shared, 'petra')).toBe('yes');
    expect(await may(shared, 'bob')).toBe(refusal);
    // Of the same team, and yet neither the requester nor an owner.
    expect(await may(shared, 'adam')).toBe(refusal);
    expect(await may(investigation(['team-a']), 'adam')).toBe('yes');
    expect(await may(investigation(['team-a']), 'bob')).toContain(
      'NotAllowedError',
    );
  });

  it('should list by what the caller may read now and the groups they are in', async () => {
    const { access } = createWorld();
    expect(await access.readerOf(as('bella'))).toEqual({
      namespaces: [{ cluster: 'c', namespaces: ['ingress'] }],
      groups: [group('team-a-b')],
    });
    expect((await access.readerOf(as('petra'))).groups).toBe('all');
  });
});
