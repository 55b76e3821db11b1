import { Entity } from '@backstage/catalog-model';

const LABEL = 'aiops.backstage/team';
/** Of people, by user name. */
export const GROUPS: Record<string, string[]> = {
  alice: ['group:default/team-a'],
  bella: ['group:default/team-a-b'],
  petra: ['group:default/platform-engineering'],
  nina: [],
};
/** Labels of namespaces, by cluster. */
export const NAMESPACES: Record<
  string,
  Record<string, Record<string, string>>
> = {
  one: {
    'team-a-prod': { [LABEL]: 'team-a' },
    'team-a-b-prod': { [LABEL]: 'team-a-b' },
    torn: { [LABEL]: 'team-a' },
    odd: { [LABEL]: 'Team-A' },
    'kube-system': {},
    monitoring: { [LABEL]: 'platform-engineering' },
  },
  two: { 'team-a-b-prod': { [LABEL]: 'team-a-b' } },
};

const entity = (
  kind: string,
  name: string,
  extra: Omit<Partial<Entity>, 'metadata'> & {
    annotations?: Record<string, string>;
  } = {},
): Entity => {
  const { annotations, ...rest } = extra;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default', annotations },
    spec: {},
    ...rest,
  };
};
const relation = (type: string, targetRef: string) => ({ type, targetRef });
const flagged = (name: string, team: string) => ({
  ...entity('Component', name, {
    annotations: {
      'aiops.backstage/tenancy-flags': 'foreign-namespace',
      'backstage.io/kubernetes-namespace': 'kube-system',
    },
    relations: [
      relation('ownedBy', `group:default/${team}`),
      relation('dependencyOf', 'component:default/checkout'),
      relation('dependencyOf', 'component:default/hidden'),
    ],
  }),
  status: {
    items: [
      {
        type: 'aiops.backstage/tenancy',
        level: 'warning',
        message: 'Not yours.',
        error: { name: 'foreign-namespace', message: 'the-annotation' },
      },
      { type: 'other', level: 'error', message: 'x' },
    ],
  },
});
/** What the catalog has. */
export const entities = [
  entity('User', 'alice', {
    spec: { profile: { displayName: 'Alice' } },
    relations: [
      relation('memberOf', 'group:default/team-a'),
      relation('memberOf', 'group:default/gone'),
    ],
  }),
  entity('User', 'adam', {
    relations: [relation('memberOf', 'group:default/team-a')],
  }),
  entity('User', 'petra', {
    relations: [relation('memberOf', 'group:default/platform-engineering')],
  }),
  entity('Component', 'checkout'),
  flagged('cart', 'team-a'),
  flagged('insights', 'team-a-b'),
];
