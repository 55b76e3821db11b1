import { mockCredentials } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { fakeTenancy } from '@internal/plugin-tenancy-node/testUtils';
import { readRcaConfig } from '../config';
import { subjectOf, dependency } from '../__testUtils__/snapshot';
import { decideScope } from './decideScope';
import { findAuthor } from './findAuthor';
import { InvestigationQueue } from './InvestigationQueue';
import { parseTimeRange } from './parseTimeRange';
import { resolveSubject } from './resolveSubject';

const credentials = mockCredentials.user('user:default/alice');

describe('parseTimeRange', () => {
  const now = new Date('2026-11-20T11:00:00Z');
  const at = (time: string) => `2026-11-20T${time}Z`;

  it.each([
    [undefined, at('10:00:00.000'), at('11:00:00.000')],
    [{ last: '30m' }, at('10:30:00.000'), at('11:00:00.000')],
    [
      { from: at('09:00:00'), to: at('10:00:00') },
      at('09:00:00.000'),
      at('10:00:00.000'),
    ],
    // A browser's clock may be ahead.
    [
      { from: at('10:00:00'), to: at('11:00:30') },
      at('10:00:00.000'),
      at('11:00:00.000'),
    ],
  ])('reads %j', (range, from, to) => {
    const window = parseTimeRange(range, now);
    expect([window.from.toISOString(), window.to.toISOString()]).toEqual([
      from,
      to,
    ]);
  });

  it.each([
    { last: '4m' },
    { last: '25h' },
    { last: '1d' },
    { last: '-30m' },
    { last: '' },
    { from: at('10:00:00'), to: at('10:00:00') },
    { from: at('11:00:00'), to: at('10:00:00') },
    { from: at('10:00:00'), to: at('12:00:00') },
    { from: '2026-11-18T00:00:00Z', to: at('10:00:00') },
    { from: 'yesterday', to: 'now' },
  ])('refuses %j', range => {
    expect(() => parseTimeRange(range, now)).toThrow(
      expect.objectContaining({ name: 'InputError', reason: 'bad-time-range' }),
    );
  });
});

describe('resolveSubject', () => {
  const component = (
    name: string,
    annotations: Record<string, string>,
    dependsOn: string[] = [],
  ): Entity => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [
          `backstage.io/kubernetes-${key}`,
          value,
        ]),
      ),
    },
    relations: [
      { type: 'ownedBy', targetRef: 'group:default/team-b' },
      ...dependsOn.map(target => ({
        type: 'dependsOn',
        targetRef: target.includes(':')
          ? target
          : `component:default/${target}`,
      })),
    ],
  });
  const resolve = (
    entities: Entity[],
    request: object = {},
    clusters = ['sandbox'],
  ) =>
    resolveSubject({
      request: { entityRef: 'component:default/a', ...request },
      catalog: catalogServiceMock({ entities }),
      credentials,
      clusters,
    });

  it('reads the annotations and walks three steps, around circles, past what it may not see', async () => {
    const subject = await resolve([
      component(
        'a',
        {
          id: 'svc-a',
          namespace: 'ns-a',
          cluster: 'sandbox',
          'label-selector': 'app=a',
        },
        ['b', 'hidden', 'resource:default/db', 'api:default/x'],
      ),
      component('b', { namespace: 'ns-b', cluster: 'other' }, ['c', 'a']),
      component('c', { 'label-selector': 'a in b' }, ['d']),
      component('d', {}, ['e']),
      component('e', {}),
    ]);
    expect(subject).toMatchObject({
      serviceName: 'svc-a',
      namespace: 'ns-a',
      cluster: 'sandbox',
      labelSelector: 'app=a',
    });
    expect(subject.dependencies).toEqual([
      {
        entityRef: 'component:default/b',
        serviceName: 'b',
        namespace: 'ns-b',
        cluster: 'other',
        owner: 'team-b',
        labelSelector: 'backstage.io/kubernetes-id=b',
        requiredBy: 'component:default/a',
      },
      {
        entityRef: 'component:default/hidden',
        serviceName: 'hidden',
        cluster: 'sandbox',
        requiredBy: 'component:default/a',
      },
      {
        entityRef: 'resource:default/db',
        serviceName: 'db',
        cluster: 'sandbox',
        requiredBy: 'component:default/a',
      },
      // Its selector is a mistake, which must not stop the analysis of others.
      {
        entityRef: 'component:default/c',
        serviceName: 'c',
        cluster: 'sandbox',
        owner: 'team-b',
        requiredBy: 'component:default/b',
      },
      {
        entityRef: 'component:default/d',
        serviceName: 'd',
        cluster: 'sandbox',
        owner: 'team-b',
        labelSelector: 'backstage.io/kubernetes-id=d',
        requiredBy: 'component:default/c',
      },
    ]);
  });

  it('takes what the request says over what tenants wrote, and asks where it must', async () => {
    const plain = [component('a', {})];
    expect(
      await resolve(plain, { namespace: 'ns', cluster: 'x' }),
    ).toMatchObject({
      namespace: 'ns',
      cluster: 'x',
      serviceName: 'a',
      labelSelector: 'backstage.io/kubernetes-id=a',
    });
    await expect(resolve(plain)).rejects.toMatchObject({
      reason: 'no-namespace',
    });
    await expect(
      resolve(plain, { namespace: 'ns' }, ['one', 'two']),
    ).rejects.toThrow('name a cluster');
    await expect(resolve([])).rejects.toThrow(
      "Entity 'component:default/a' not found",
    );
    await expect(
      resolve([
        component('a', { namespace: 'ns', 'label-selector': 'a in b' }),
      ]),
    ).rejects.toThrow('Invalid label selector');
  });
});

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

describe('InvestigationQueue', () => {
  it('runs so many at once, passes over who is at the limit, and forgets who gave up', async () => {
    const queue = new InvestigationQueue({
      total: 3,
      perNamespace: 2,
      waitingPerNamespace: 1,
    });
    const running: string[] = [];
    const finish = new Map<string, () => void>();
    const start = (name: string, signal = new AbortController().signal) =>
      queue.run(name[0], signal, () => {
        running.push(name);
        return new Promise<void>(resolve => finish.set(name, resolve));
      });
    const settled = async () => new Promise(resolve => setImmediate(resolve));
    const first = start('a1');
    start('a2');
    expect(queue.hasRoom('a')).toBe(true);
    const given = new AbortController();
    const third = start('a3', given.signal);
    await settled();
    expect(running).toEqual(['a1', 'a2']);
    expect(queue.hasRoom('a')).toBe(false);
    start('b1');
    await settled();
    expect(running).toEqual(['a1', 'a2', 'b1']);

    given.abort(new Error('gave up'));
    await expect(third).rejects.toThrow('gave up');
    await expect(start('a4', given.signal)).rejects.toThrow('gave up');
    start('a5');
    start('b2');
    await settled();
    expect(running).toHaveLength(3);
    finish.get('a1')!();
    await first;
    await settled();
    expect(running).toEqual(['a1', 'a2', 'b1', 'a5']);
    finish.get('b1')!();
    await settled();
    expect(running.at(-1)).toBe('b2');
  });

  it('gives the place of work that failed to the next', async () => {
    const queue = new InvestigationQueue({
      total: 1,
      perNamespace: 1,
      waitingPerNamespace: 5,
    });
    const { signal } = new AbortController();
    const failing = queue.run('a', signal, async () => {
      throw new Error('no');
    });
    const next = queue.run('a', signal, async () => 'yes');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});

describe('readRcaConfig', () => {
  const read = (rca: object | undefined, repositories: string[] = []) =>
    readRcaConfig(
      new ConfigReader({
        rca,
        gitops: {
          repositories: Object.fromEntries(
            repositories.map(name => [name, { url: 'x' }]),
          ),
        },
      } as never),
    );

  it('has defaults for everything', () => {
    expect(read(undefined)).toEqual({
      concurrency: { total: 8, perNamespace: 2, waitingPerNamespace: 10 },
      deadlineMs: 60_000,
      retentionMs: 90 * 24 * 3_600_000,
      reportRepository: 'reports',
      manifests: undefined,
    });
    expect(read(undefined, ['gitops']).manifests).toEqual({
      repository: 'gitops',
      namespacePath: 'clusters/{cluster}/{namespace}',
    });
    expect(
      read(
        {
          manifests: { repository: 'm', namespacePath: '{namespace}/' },
          deadline: '2m',
        },
        ['m'],
      ),
    ).toMatchObject({
      manifests: { repository: 'm', namespacePath: '{namespace}' },
      deadlineMs: 120_000,
    });
  });

  it.each([
    [
      { concurrency: { total: 0 } },
      "Invalid rca.concurrency.total '0': must be a whole number above 0",
    ],
    [{ deadline: '10ms' }, 'Invalid rca.deadline: must be at least 1 seconds'],
    [
      { manifests: { repository: 'x' } },
      "Invalid rca.manifests.repository 'x': must be a key of gitops.repositories",
    ],
    [
      { manifests: { namespacePath: 'all' } },
      "Invalid rca.manifests.namespacePath 'all': must contain {namespace}",
    ],
  ])('refuses %j', (rca, message) => {
    expect(() => read(rca)).toThrow(message);
  });
});
