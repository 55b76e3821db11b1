import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryObjectStore, resourceTypes } from '../kubernetes';
import { desiredManifests, VirtualClock } from '../world';
import { BareRepository, FileChanges } from './BareRepository';
import { formatManifest, GitDesiredState } from './GitDesiredState';
import { Reconciler } from './Reconciler';
import { threeWayMerge } from './threeWayMerge';

const { deployments, configmaps, horizontalpodautoscalers } = resourceTypes;
const AUTHOR = { name: 'Adam Andersson', email: 'adam@shop.example' };
const CART = 'clusters/sandbox/team-a-prod/cart';

describe('Reconciler', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-gitops-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function setUp() {
    const clock = new VirtualClock(Date.parse('2026-11-20T10:00:00Z'));
    const store = MemoryObjectStore.create({ clock });
    const repository = await BareRepository.open(join(folder, 'gitops.git'));
    const reconciler = new Reconciler({ repository, store, clock });
    const commit = async (changes: FileChanges) => {
      await repository.commit({
        changes: () => changes,
        message: 'Change',
        author: AUTHOR,
        timeMs: clock.now(),
      });
      await reconciler.reconcile();
    };
    await commit(
      Object.fromEntries(
        desiredManifests().map(({ path, object }) => [
          path,
          formatManifest(object),
        ]),
      ),
    );
    const desired = new GitDesiredState({ repository, reconciler, clock });
    const status = () =>
      store.get(configmaps, 'gitops-system', 'gitops-status')!.data as Record<
        string,
        string
      >;
    const cart = () => store.get(deployments, 'team-a-prod', 'cart')!;
    return {
      clock,
      store,
      repository,
      reconciler,
      commit,
      desired,
      status,
      cart,
    };
  }

  it('should apply what the company desires, and afterwards only what differs', async () => {
    const { store, repository, reconciler, commit, status, cart } =
      await setUp();
    expect(status()).toMatchObject({
      ready: 'True',
      lastAppliedRevision: await repository.head(),
    });
    expect(store.list(deployments)).toHaveLength(
      desiredManifests().filter(({ object }) => object.kind === 'Deployment')
        .length,
    );
    const before = store.resourceVersion;
    await reconciler.reconcile();
    expect(store.resourceVersion).toBe(before);

    // What the server and controllers filled in stays through a change of something else.
    const live = cart();
    live.spec.template.spec.containers[0].terminationMessagePath = '/dev/log';
    live.spec.template.metadata.annotations.restartedAt = 'now';
    live.status = { replicas: 1 };
    store.update(deployments, live);
    const others = store.get(deployments, 'team-a-prod', 'products')!;
    const file = (await repository.readFile(
      (await repository.head())!,
      `${CART}/deployment.yaml`,
    ))!;
    await commit({
      [`${CART}/deployment.yaml`]: file.replace(
        /image: (.*):.*/,
        'image: $1:9.9.9',
      ),
    });
    expect(cart().spec.template.spec.containers[0]).toMatchObject({
      image: expect.stringMatching(/:9\.9\.9$/),
      terminationMessagePath: '/dev/log',
    });
    expect(cart().spec.template.metadata.annotations.restartedAt).toBe('now');
    expect(cart().status).toEqual({ replicas: 1 });
    expect(cart().metadata.generation).toBe(live.metadata.generation! + 2);
    expect(store.get(deployments, 'team-a-prod', 'products')).toEqual(others);

    // Removed in Git: gone from the cluster. Made by somebody else: left alone.
    store.create(configmaps, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'by-hand', namespace: 'team-a-prod' },
    });
    await commit({ [`${CART}/deployment.yaml`]: undefined });
    expect(store.get(deployments, 'team-a-prod', 'cart')).toBeUndefined();
    expect(store.get(configmaps, 'team-a-prod', 'by-hand')).toBeDefined();
  });

  it('should keep the last good state when a manifest is broken or out of bounds', async () => {
    const { repository, commit, status, store } = await setUp();
    const good = status().lastAppliedRevision;
    const before = store.list(deployments);
    const manifest = (kind: string, namespace: string) =>
      `apiVersion: v1\nkind: ${kind}\nmetadata: { name: x, namespace: ${namespace} }\n`;
    for (const [content, message] of [
      ['a: [', /extra\.yaml: .*/],
      ['kind: ConfigMap', /extra\.yaml: apiVersion and kind are needed/],
      [
        manifest('Secret', 'team-a-prod'),
        /v1 Secret cannot be brought in through Git/,
      ],
      [manifest('ServiceAccount', 'team-a-prod'), /cannot be brought in/],
      [
        manifest('ConfigMap', 'team-b-prod'),
        /must be 'team-a-prod', as the folder says/,
      ],
      [
        `${manifest('ConfigMap', 'team-a-prod')}---\n${manifest(
          'ConfigMap',
          'team-a-prod',
        )}`,
        /a second time/,
      ],
    ] as const) {
      await commit({
        [`${CART}/extra.yaml`]: content,
        'clusters/sandbox/team-a-prod/products/deployment.yaml': undefined,
      });
      expect(status()).toMatchObject({
        ready: 'False',
        lastAppliedRevision: good,
        lastAttemptedRevision: await repository.head(),
        message: expect.stringMatching(message),
      });
      expect(store.list(deployments)).toEqual(before);
    }
    await commit({
      [`${CART}/extra.yaml`]: manifest('ConfigMap', 'team-a-prod'),
    });
    expect(status().ready).toBe('True');
    expect(store.get(configmaps, 'team-a-prod', 'x')).toBeDefined();
  });

  it('should change the cluster through commits, and leave replicas to the autoscaler', async () => {
    const { clock, store, repository, desired, cart } = await setUp();
    const live = cart();
    clock.set(clock.now() + 60_000);
    const spec = structuredClone(live.spec);
    spec.template.spec.containers[0].image =
      'registry.shop.example/shop/cart:0';
    const change = () =>
      desired.apply(
        [
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            metadata: {
              name: 'cart',
              namespace: 'team-a-prod',
              labels: live.metadata.labels,
            },
            spec,
          },
        ],
        'Roll out cart 0\n\nIt is faster.',
        AUTHOR,
      );
    await change();
    expect(cart().spec.template.spec.containers[0].image).toMatch(/cart:0$/);
    const head = await repository.head();
    const shown = await repository.git([
      'show',
      '--format=%an|%cI|%s|%b',
      '--name-only',
      head!,
    ]);
    expect(shown.toString().trim().split(/\n+/)).toEqual([
      'Adam Andersson|2026-11-20T10:01:00+00:00|Roll out cart 0|It is faster.',
      `${CART}/deployment.yaml`,
    ]);
    await change();
    expect(await repository.head()).toBe(head);

    const [scaler] = store.list(horizontalpodautoscalers);
    const { name } = scaler.spec.scaleTargetRef;
    const { namespace } = scaler.metadata;
    const target = () => store.get(deployments, namespace, name)!;
    const scale = (replicas: number) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace, labels: target().metadata.labels },
      spec: { ...target().spec, replicas },
    });
    store.update(deployments, {
      ...target(),
      spec: { ...target().spec, replicas: 7 },
    });
    await desired.apply([scale(2)], 'Two', AUTHOR);
    expect(target().spec.replicas).toBe(7);
    await desired.apply([scale(0)], 'Off', AUTHOR);
    expect(target().spec.replicas).toBe(0);
    await expect(
      desired.apply(
        [{ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } }],
        'No',
        AUTHOR,
      ),
    ).rejects.toThrow('Git does not hold objects such as Node');
  });
});

describe('threeWayMerge', () => {
  it('should keep what nobody desired and remove what is no longer desired', () => {
    expect(
      threeWayMerge(
        { a: 1, gone: 2, list: [{ name: 'x', old: 1 }, { name: 'z' }] },
        { a: 3, list: [{ name: 'y' }, { name: 'x', b: 1 }], plain: [1] },
        {
          a: 1,
          gone: 2,
          live: 4,
          list: [{ name: 'x', old: 1, live: 5 }],
          plain: [2, 3],
        },
      ),
    ).toEqual({
      a: 3,
      live: 4,
      list: [{ name: 'y' }, { name: 'x', b: 1, live: 5 }],
      plain: [1],
    });
  });
});
