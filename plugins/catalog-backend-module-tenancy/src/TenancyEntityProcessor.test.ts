import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { CatalogProcessorCache } from '@backstage/plugin-catalog-node';
import {
  ENTITY_FLAG_ANNOTATION,
  NamespaceKnowledge,
} from '@internal/plugin-tenancy-common';
import { ownershipServiceMock } from '@internal/plugin-tenancy-node/testUtils';
import { readNamespaceAnnotations } from './config';
import { TenancyEntityProcessor } from './TenancyEntityProcessor';

const NAMESPACE = 'backstage.io/kubernetes-namespace';
const CLUSTER = 'backstage.io/kubernetes-cluster';
const SELECTOR = 'backstage.io/kubernetes-label-selector';
const CUSTOM = 'example.com/namespace';

const owned = (...groups: string[]): NamespaceKnowledge => ({
  state: 'present',
  claims: groups.map(name => ({
    source: 'label',
    group: `group:default/${name}`,
  })),
  shared: false,
});

describe('TenancyEntityProcessor', () => {
  const known: Record<string, NamespaceKnowledge> = {};
  const stored = new Map<string, unknown>();
  const cache: CatalogProcessorCache = {
    get: async key => stored.get(key) as never,
    set: async (key, value) => void stored.set(key, value),
  };
  const processor = new TenancyEntityProcessor({
    ownership: ownershipServiceMock({
      clusters: () =>
        ['one', 'two'].map(cluster => ({
          ...{ cluster, title: cluster, available: true, namespaces: 1 },
          ...{ failures: 0, lists: 1 },
        })),
      knowledgeOf: async ({ cluster, namespace }) =>
        known[`${cluster}/${namespace}`] ?? { state: 'absent' },
    }),
    namespaceAnnotations: [CUSTOM],
  });
  const component = (
    annotations: Record<string, string>,
    owner?: string,
  ): Entity => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'x', annotations },
    spec: { type: 'service', owner },
  });
  const process = (entity: Entity) =>
    processor.postProcessEntity(
      entity,
      { type: 'url', target: 'x' },
      () => {},
      cache,
    );
  const flagsOf = async (
    annotations: Record<string, string>,
    owner = 'team-a',
  ) => {
    const entity = await process(component(annotations, owner));
    return entity.metadata.annotations?.[ENTITY_FLAG_ANNOTATION];
  };

  beforeEach(() => {
    stored.clear();
    Object.assign(known, {
      'one/team-a-prod': owned('team-a'),
      'one/team-a-b-prod': owned('team-a-b'),
      'two/team-a-prod': owned('team-b'),
      'one/torn': owned('team-a', 'team-b'),
      'one/monitoring': { ...owned('platform'), shared: true },
      'one/torn-shared': { ...owned('a', 'b'), shared: true },
      'two/late': { state: 'unavailable' },
    });
  });

  it('should flag what the owner of the entity does not own', async () => {
    const foreign = 'foreign-namespace';
    const at = (cluster: string, namespace: string) =>
      flagsOf({ [CLUSTER]: cluster, [NAMESPACE]: namespace });
    expect(await at('one', 'team-a-prod')).toBeUndefined();
    expect(await at('one', 'monitoring')).toBeUndefined();
    expect(await at('one', 'team-a-b-prod')).toBe(foreign);
    expect(await at('two', 'team-a-prod')).toBe(foreign);
    expect(await at('one', 'torn')).toBe(foreign);
    expect(await at('one', 'torn-shared')).toBe(foreign);
    expect(await at('one', '..')).toBe('invalid-namespace');
    // Without a cluster, one that is theirs is enough.
    expect(await flagsOf({ [NAMESPACE]: 'team-a-prod' })).toBeUndefined();
    expect(await flagsOf({ [NAMESPACE]: 'team-a-b-prod' })).toBe(foreign);
    expect(await flagsOf({ [NAMESPACE]: 'team-a-prod' }, 'nobody')).toBe(
      foreign,
    );
    expect(await flagsOf({ [NAMESPACE]: 'team-a-prod' }, '::')).toBe(foreign);
    expect(await flagsOf({ [CUSTOM]: 'team-a-b-prod' })).toBe(foreign);
    expect(await flagsOf({})).toBeUndefined();
  });

  it('should say the same about namespaces of others and those that do not exist', async () => {
    const messageOf = async (namespace: string) => {
      const entity = await process(
        component({ [CLUSTER]: 'one', [NAMESPACE]: namespace }, 'team-a'),
      );
      return JSON.stringify(entity).replaceAll(namespace, '<namespace>');
    };
    expect(await messageOf('nosuch')).toBe(await messageOf('team-a-b-prod'));
    expect(await messageOf('nosuch')).toContain(
      `"error":{"name":"foreign-namespace","message":"${NAMESPACE}"}`,
    );
  });

  it.each([
    ['', 'broad-selector'],
    ['!nosuchlabel', 'broad-selector'],
    ['app', 'broad-selector'],
    ['app!=x', 'broad-selector'],
    ['app notin (x)', 'broad-selector'],
    ['app in ()', 'broad-selector'],
    ['app=x', undefined],
    ['!canary, app == x', undefined],
    ['app in (x, y)', undefined],
  ])('should judge the selector %p', async (selector, flag) => {
    expect(await flagsOf({ [SELECTOR]: selector })).toBe(flag);
  });

  it('should replace what a tenant wrote, and keep what others wrote', async () => {
    const forged = {
      ...component({ [ENTITY_FLAG_ANNOTATION]: 'none', other: 'x' }, 'team-a'),
      status: {
        items: [
          { type: 'aiops.backstage/tenancy', level: 'info', message: 'fine' },
          { type: 'something.else', level: 'info', message: 'stays' },
        ],
      },
    };
    expect(await process(forged)).toMatchObject({
      metadata: { annotations: { other: 'x' } },
      status: { items: [{ type: 'something.else' }] },
    });
    const clean = component({ other: 'x' }, 'team-a');
    expect(await process(clean)).toBe(clean);
  });

  it('should keep the last flags while a cluster cannot be told about', async () => {
    const annotations = { [CLUSTER]: 'two', [NAMESPACE]: 'late' };
    expect(await flagsOf(annotations)).toBeUndefined();
    known['two/late'] = owned('team-b');
    expect(await flagsOf(annotations)).toBe('foreign-namespace');
    known['two/late'] = { state: 'unavailable' };
    expect(await flagsOf(annotations)).toBe('foreign-namespace');
    known['two/late'] = owned('team-a');
    expect(await flagsOf(annotations)).toBeUndefined();
  });

  it('should refuse what is no annotation', () => {
    const read = (namespaceAnnotations: string[]) =>
      readNamespaceAnnotations(
        mockServices.rootConfig({
          data: { tenancy: { namespaceAnnotations } },
        }),
      );
    expect(read([CUSTOM])).toEqual([CUSTOM]);
    expect(() => read(['a b'])).toThrow(/tenancy.namespaceAnnotations/);
  });
});
