import { mockServices } from '@backstage/backend-test-utils';
import { KubeConfig } from '@kubernetes/client-node';
import { FakeNamespaceApi, until } from './__testUtils__/FakeNamespaceApi';
import { ClusterNamespaceIndex } from './ClusterNamespaceIndex';

jest.setTimeout(30_000);

describe('ClusterNamespaceIndex', () => {
  const api = new FakeNamespaceApi();
  const logger = mockServices.logger.mock();
  let index: ClusterNamespaceIndex;
  let running: Promise<void>;

  const start = (maxAgeMs = 60_000) => {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromClusterAndUser(
      { name: 'c', server: api.url, skipTLSVerify: true },
      { name: 'portal', token: 'portal-token' },
    );
    index = new ClusterNamespaceIndex({
      cluster: 'c',
      kubeConfig,
      logger,
      maxAgeMs,
    });
    running = index.run();
  };
  const ownerOf = async (name: string) => {
    const found = await index.lookup(name);
    return found.state === 'present' ? found.labels.team : found.state;
  };

  beforeEach(async () => {
    await api.start();
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      api.put(name, { team: `team-${name}` });
    }
  });

  afterEach(async () => {
    index.stop();
    await running;
    await api.stop();
  });

  it('should follow the cluster at once, without asking again', async () => {
    start();
    expect(await ownerOf('a')).toBe('team-a'); // waits for the first list
    expect([...(await index.entries())!.keys()]).toEqual([...'abcde']);
    expect(await ownerOf('nosuch')).toBe('absent');
    await until(() => api.openWatches === 1);
    const requests = api.requests.length;

    api.put('a', { team: 'team-b' });
    await until(async () => (await ownerOf('a')) === 'team-b');
    api.put('b', {});
    await until(async () => (await ownerOf('b')) === undefined);
    api.put('f', { team: 'team-f' });
    await until(async () => (await ownerOf('f')) === 'team-f');
    api.delete('f');
    await until(async () => (await ownerOf('f')) === 'absent');

    expect(api.requests).toHaveLength(requests);
    expect(api.requests.at(-1)).toMatch(
      /resourceVersion=\d+.*timeoutSeconds=20/,
    );
    expect(index.status()).toMatchObject({
      cluster: 'c',
      available: true,
      namespaces: 5,
    });
  });

  it('should follow a namespace that is deleted and made again for somebody else', async () => {
    start();
    await until(() => api.openWatches === 1);
    api.delete('a');
    api.put('a', { team: 'team-b' });
    await until(async () => (await ownerOf('a')) === 'team-b');
    expect(index.status().lists).toBe(1);

    // The same while the connection is cut.
    api.down = true;
    api.delete('a');
    api.put('a', { team: 'team-c' });
    api.down = false;
    await until(async () => (await ownerOf('a')) === 'team-c');
  });

  it('should list again after a watch that delivered nothing', async () => {
    start(15_000); // watches of 5 s
    await until(() => api.openWatches === 1);
    // Something in between swallows the event and ends the watch as if all were well.
    api.put('a', { team: 'team-b' }, { silently: true });
    api.endWatches();
    await until(async () => (await ownerOf('a')) === 'team-b');
    expect(index.status()).toMatchObject({ lists: 2, failures: 0 });

    // A bookmark is a word of the server: no list is needed after it.
    await until(() => api.openWatches === 1);
    const { resourceVersion } = api;
    api.send({ type: 'BOOKMARK', object: { metadata: { resourceVersion } } });
    await until(() => index.status().ageMs! < 500);
    api.endWatches();
    await until(() => api.openWatches === 0);
    await until(() => api.openWatches === 1);
    expect(index.status().lists).toBe(2);
  });

  it('should list again when the server has forgotten the version', async () => {
    start();
    await until(() => api.openWatches === 1);
    const before = (await index.entries())!;
    api.put('a', { team: 'team-b' }, { silently: true });
    api.send({
      type: 'ERROR',
      object: {
        kind: 'Status',
        reason: 'Expired',
        code: 410,
        message: 'too old',
      },
    });
    await until(async () => (await ownerOf('a')) === 'team-b');
    expect(index.status()).toMatchObject({ available: true });
    // One moment of the cluster stays that moment, and what did not change is the same.
    const after = (await index.entries())!;
    expect(before.get('a')).toEqual({ team: 'team-a' });
    expect(after.get('b')).toBe(before.get('b'));
    await until(() => api.openWatches === 1);
  });

  it('should say unavailable rather than old, and recover', async () => {
    start(1_500);
    expect(await ownerOf('a')).toBe('team-a');
    api.down = true;
    await until(async () => (await ownerOf('a')) === 'unavailable');
    expect(await index.entries()).toBeUndefined();
    expect(index.status()).toMatchObject({
      available: false,
      error: expect.stringContaining("cluster 'c' cannot be read"),
    });
    expect(logger.warn).toHaveBeenCalled();

    api.put('a', { team: 'team-b' });
    api.down = false;
    await until(async () => (await ownerOf('a')) === 'team-b');
  });

  it('should not trust a connection that is open and silent', async () => {
    start(1_500);
    await until(() => api.openWatches === 1);
    // Nothing fails, nothing comes: the fake's watch lives 5 s, the bound is 1.5 s.
    await until(async () => (await ownerOf('a')) === 'unavailable');
    expect(index.status().error).toBeUndefined();
    api.send({
      type: 'BOOKMARK',
      object: { metadata: { resourceVersion: '999' } },
    });
    await until(async () => (await ownerOf('a')) === 'team-a');
  });

  it('should answer at once that it cannot tell when the first list fails', async () => {
    api.failWith = 403;
    start();
    expect(await ownerOf('a')).toBe('unavailable');
    expect(index.status().error).toContain('told to fail');
    api.failWith = undefined;
    await until(async () => (await ownerOf('a')) === 'team-a');
  });
});
