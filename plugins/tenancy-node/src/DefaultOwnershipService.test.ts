import { mockServices } from '@backstage/backend-test-utils';
import { clusterServiceMock } from '@internal/plugin-cluster-node/testUtils';
import {
  decideNamespace,
  isNamespaceName,
} from '@internal/plugin-tenancy-common';
import fc from 'fast-check';
import { readTenancyConfig } from './config';
import { DefaultOwnershipService } from './DefaultOwnershipService';
import { NamespaceLookup } from './NamespaceIndexService';
import { NamespaceSnapshot } from './NamespaceSnapshot';
import { KnownNamespace } from './OwnershipService';
import { OwnershipRules } from './OwnershipRules';
import { namespaceIndexServiceMock } from './testUtils';

const read = (tenancy: object) =>
  readTenancyConfig(mockServices.rootConfig({ data: { tenancy } as never }));
const logger = mockServices.logger.mock();
const index = namespaceIndexServiceMock({
  entries: async () =>
    new Map<string, Record<string, string>>([
      ['b', {}],
      ['a', { team: 'x' }],
    ]),
  status: () => [
    { cluster: 'one', available: true, namespaces: 2, failures: 0, lists: 1 },
  ],
});
const create = (tenancy: object) =>
  DefaultOwnershipService.create({
    config: read(tenancy),
    index,
    logger,
    clusters: clusterServiceMock({
      list: () => [{ name: 'one', title: 'One', url: 'https://one' }],
    }),
  });

describe('DefaultOwnershipService', () => {
  it('should warn about clusters that are not configured, and refuse them in strict mode', () => {
    const ownership = {
      sources: 'both',
      config: [{ cluster: 'two', namespace: 'odd', tenant: 'team-a' }],
    };
    create({ ownership });
    expect(logger.warn.mock.calls).toEqual([
      [expect.stringContaining(`names the cluster 'two'`)],
    ]);
    expect(() => create({ ownership, strictMode: true })).toThrow(
      /names the cluster 'two'.*correct the name/,
    );
    ownership.config[0].cluster = 'one';
    expect(create({ ownership, strictMode: true }).clusters()).toEqual([
      expect.objectContaining({ cluster: 'one', title: 'One' }),
    ]);
  });

  it('should list what it knows by name', async () => {
    const service = create({ ownership: { label: 'team' } });
    expect(await service.list('one')).toEqual(
      ['a', 'b'].map(namespace => ({
        namespace: { cluster: 'one', namespace },
        knowledge: {
          state: 'present',
          claims:
            namespace === 'a'
              ? [{ source: 'label', group: 'group:default/x' }]
              : [],
          shared: false,
        },
      })),
    );
  });
});

/** Names that are beginnings of one another, as the prefix trap has them. */
const part = fc.constantFrom('a', 'b', 'team', 'prod');
const name = fc
  .array(part, { minLength: 1, maxLength: 4 })
  .map(parts => parts.join('-'));
const rule = fc.oneof(
  fc.record({ namespace: name, tenant: name }),
  fc.record({
    pattern: name.map(text => `${text}-*`),
    tenant: name,
  }),
);
const outcome = (
  tenancy: object,
  namespace: string,
  group: string,
  lookup: NamespaceLookup,
) => {
  const rules = new OwnershipRules(read(tenancy));
  const ref = { cluster: 'one', namespace };
  const decision = decideNamespace({
    namespace: ref,
    caller: { type: 'user', ownershipEntityRefs: [`group:default/${group}`] },
    knowledge: rules.knowledgeOf(ref, lookup),
    platformGroups: [],
  });
  return decision.result === 'allow' ? decision.grant.access : decision.reason;
};
const both = (config: object[]) => ({
  ownership: { sources: 'both', label: 'team', config },
});
const labelled = (team?: string): NamespaceLookup => ({
  state: 'present',
  labels: team === undefined ? {} : { team },
});

describe('NamespaceSnapshot', () => {
  const GROUPS = ['a', 'b', 'c'].map(text => `group:default/${text}`);
  const claim = fc.record(
    {
      source: fc.constantFrom('label' as const, 'config' as const),
      group: fc.constantFrom(...GROUPS),
    },
    { requiredKeys: ['source'] },
  );

  it('should leave nothing out that a decision would allow', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(claim, { maxLength: 3 }), fc.boolean())),
        fc.subarray(GROUPS),
        (namespaces, held) => {
          const snapshot = new NamespaceSnapshot(
            namespaces.map(([claims, shared], i) => ({
              namespace: { cluster: 'one', namespace: `n${i}` },
              knowledge: { state: 'present', claims, shared },
            })),
          );
          const allowed = (known: readonly KnownNamespace[]) =>
            known.filter(
              options =>
                decideNamespace({
                  ...options,
                  caller: { type: 'user', ownershipEntityRefs: held },
                  platformGroups: [],
                }).result === 'allow',
            );
          expect(allowed(snapshot.reachableBy(held))).toEqual(
            allowed(snapshot.all),
          );
        },
      ),
    );
  });
});

describe('OwnershipRules', () => {
  it('should not depend on the order of the rules', () => {
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 6 }),
        name,
        name,
        fc.option(name, { nil: undefined }),
        (rules, namespace, group, label) => {
          const decide = (list: object[]) =>
            outcome(both(list), namespace, group, labelled(label));
          expect(decide([...rules].reverse())).toBe(decide(rules));
        },
      ),
    );
  });

  it('should give nobody a namespace by its name', () => {
    fc.assert(
      fc.property(name, name, name, (namespace, owner, group) => {
        fc.pre(owner !== group);
        const decide = (label?: string) =>
          outcome(both([]), namespace, group, labelled(label));
        expect([decide(owner), decide()]).toEqual([
          'not-owner',
          'unowned-namespace',
        ]);
        // Nor by a rule about a beginning of it: only whole parts count.
        const rules = both([{ pattern: `${namespace}-*`, tenant: group }]);
        for (const other of [
          namespace,
          `${namespace}x-prod`,
          `${namespace}-b-prod`,
        ]) {
          expect(outcome(rules, other, group, labelled())).toBe(
            'unowned-namespace',
          );
        }
        expect(outcome(rules, `${namespace}-prod`, group, labelled())).toBe(
          'owner',
        );
      }),
    );
  });

  it('should never open a namespace of others by a rule that contradicts its label', () => {
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 6 }),
        name,
        name,
        name,
        (rules, namespace, label, group) => {
          fc.pre(label !== group);
          expect(
            outcome(both(rules), namespace, group, labelled(label)),
          ).toMatch(/^(not-owner|ownership-conflict)$/);
        },
      ),
    );
  });

  it('should open nothing on a label that is no group, or a view that is too old', () => {
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 6 }),
        name,
        name,
        fc.stringMatching(/^[A-Z][ -~]*$/),
        (rules, namespace, group, label) => {
          expect(outcome(both(rules), namespace, group, labelled(label))).toBe(
            'ownership-invalid',
          );
          const old = { state: 'unavailable' } as const;
          expect(outcome(both(rules), namespace, group, old)).toBe(
            'namespace-index-unavailable',
          );
          expect(isNamespaceName(label)).toBe(false);
        },
      ),
    );
  });
});
