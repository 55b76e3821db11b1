import { MemoryObjectStore } from './MemoryObjectStore';
import { resourceTypes, resourceTypeOf } from './resourceTypes';
import type { WatchEvent } from '../types';

const { deployments, configmaps, nodes, endpointslices } = resourceTypes;

function createStore(historyChanges?: number) {
  const clock = {
    time: Date.parse('2026-11-20T10:00:00.500Z'),
    now: () => clock.time,
  };
  return MemoryObjectStore.create({ clock, historyChanges });
}

function deployment(name: string, namespace = 'team-a-prod') {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { replicas: 1 },
  };
}

function failure(run: () => unknown) {
  try {
    run();
  } catch (error: any) {
    return { name: error.name, reason: error.reason, message: error.message };
  }
  throw new Error('Expected a refusal');
}

describe('MemoryObjectStore', () => {
  it('should fill in metadata, count versions and generations, and keep both on a no-op', () => {
    const store = createStore();
    const created = store.create(deployments, deployment('cart'));
    expect(created.metadata).toEqual({
      name: 'cart',
      namespace: 'team-a-prod',
      uid: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      creationTimestamp: '2026-11-20T10:00:00Z',
      resourceVersion: store.resourceVersion,
      generation: 1,
    });
    const status = store.update(deployments, {
      ...created,
      status: { replicas: 1 },
    });
    expect(status.metadata.generation).toBe(1);
    expect(Number(status.metadata.resourceVersion)).toBe(
      Number(created.metadata.resourceVersion) + 1,
    );
    expect(store.update(deployments, status)).toEqual(status);
    const scaled = store.update(deployments, {
      ...status,
      spec: { replicas: 2 },
      metadata: { ...status.metadata, uid: 'other', generation: 9 },
    });
    expect(scaled.metadata).toMatchObject({
      generation: 2,
      uid: created.metadata.uid,
    });
    expect(store.resourceVersion).toBe(scaled.metadata.resourceVersion);

    const slice = store.create(endpointslices, {
      apiVersion: 'x',
      kind: 'x',
      metadata: { name: 's', namespace: 'a' },
      endpoints: [],
    });
    expect(slice).toMatchObject({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
    });
    expect(
      store.update(endpointslices, { ...slice, endpoints: [{}] }).metadata
        .generation,
    ).toBe(2);
    expect(resourceTypeOf(slice)).toBe(endpointslices);
    expect(
      createStore().create(deployments, deployment('cart')).metadata.uid,
    ).toBe(created.metadata.uid);
  });

  it('should hand out copies, and views that no later write changes', () => {
    const store = createStore();
    store.create(deployments, deployment('cart'));
    store.create(deployments, deployment('cart', 'team-a-b-prod'));
    const copy = store.get(deployments, 'team-a-prod', 'cart')!;
    copy.spec.replicas = 7;
    store.list(deployments, 'team-a-prod')[0].spec.replicas = 7;
    expect(store.get(deployments, 'team-a-prod', 'cart')!.spec.replicas).toBe(
      1,
    );
    const [viewed] = store.view(deployments, 'team-a-prod');
    store.update(deployments, copy);
    expect(viewed.spec.replicas).toBe(1);
    expect(
      store.list(deployments).map(object => object.metadata.namespace),
    ).toEqual(['team-a-b-prod', 'team-a-prod']);
    expect(store.list(deployments, 'team-a')).toEqual([]);
  });

  it('should refuse with the reasons of the API', () => {
    const store = createStore();
    const created = store.create(deployments, deployment('cart'));
    expect(
      failure(() => store.create(deployments, deployment('cart'))),
    ).toEqual({
      name: 'StoreError',
      reason: 'AlreadyExists',
      message: 'deployments.apps "cart" already exists',
    });
    store.update(deployments, { ...created, spec: { replicas: 3 } });
    const stale = { ...created, spec: { replicas: 4 } };
    expect(
      failure(() => store.update(deployments, stale, { checkVersion: true }))
        .reason,
    ).toBe('Conflict');
    expect(store.update(deployments, stale).spec.replicas).toBe(4);
    store.delete(deployments, 'team-a-prod', 'cart');
    expect(
      failure(() => store.delete(deployments, 'team-a-prod', 'cart')).reason,
    ).toBe('NotFound');
    expect(failure(() => store.update(deployments, created)).message).toBe(
      'deployments.apps "cart" not found',
    );
    expect(
      failure(() => store.create(nodes, { ...deployment('n') })).reason,
    ).toBe('Invalid');
  });

  it('should replay a watch, follow in order even when a listener writes, and expire what was compacted', () => {
    const store = createStore(4);
    const first = store.create(configmaps, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace: 'x' },
    });
    store.create(configmaps, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'b', namespace: 'y' },
    });
    const seen: WatchEvent[] = [];
    const log: string[] = [];
    store.watch(configmaps, {}, event => {
      if (event.type === 'MODIFIED') {
        store.delete(configmaps, 'x', 'a');
      }
    });
    const end = store.watch(
      configmaps,
      { namespace: 'x', since: '1', shared: true },
      event => {
        seen.push(event);
        log.push(`${event.type} ${event.object.metadata.resourceVersion}`);
      },
    );
    store.update(configmaps, { ...first, data: { k: 'v' } });
    expect(log).toEqual(['ADDED 2', 'MODIFIED 4', 'DELETED 5']);
    expect(seen[1].previous).not.toHaveProperty('data');
    end();
    for (const name of ['c', 'd', 'e']) {
      store.create(configmaps, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace: 'x' },
      });
    }
    expect(log).toHaveLength(3);
    expect(
      failure(() => store.watch(configmaps, { since: '1' }, () => {})).reason,
    ).toBe('Expired');
    const late: string[] = [];
    store.watch(configmaps, { since: '7' }, event =>
      late.push(event.object.metadata.name),
    );
    expect(late).toEqual(['e']);
  });
});
