import { Entity } from '@backstage/catalog-model';
import { createTestProvider } from './__testUtils__/createTestProvider';
import { ScriptedZitadel } from './__testUtils__/ScriptedZitadel';

const AUTHORIZATIONS = '/zitadel.authorization';

describe('ZitadelEntityProvider', () => {
  let zitadel: ScriptedZitadel;
  beforeEach(async () => {
    zitadel = await new ScriptedZitadel().start();
    for (let i = 1; i <= 10; i++) {
      zitadel.addUser(`${i}`);
      zitadel.setRoles(`${i}`, [`team-${i % 2 ? 'a' : 'a-b'}-developer`]);
    }
  });
  afterEach(() => zitadel.stop());

  const create = (config = {}, existing?: Entity[]) =>
    createTestProvider({ issuer: zitadel.url, config, existing });

  it('should read all pages once, then only what changed', async () => {
    const { sync, mutations, entities, memberOf, provider, schedule } =
      await create({
        pageSize: 3,
        groups: { parents: { 'team-a': 'shop', shop: 'company' } },
      });
    expect(schedule).toHaveBeenCalledTimes(1);
    await sync();
    expect(zitadel.paths().filter(path => path === '/v2/users').length).toBe(4);
    expect(entities.size).toBe(14);
    expect(memberOf('1')).toEqual(['group:default/team-a']);
    expect(memberOf('2')).toEqual(['group:default/team-a-b']);
    expect(entities.get('group:default/team-a')?.spec).toMatchObject({
      type: 'team',
      parent: 'group:default/shop',
    });
    expect(entities.get('group:default/shop')?.spec?.parent).toBe(
      'group:default/company',
    );
    expect(mutations.map(({ type }) => type)).toEqual(['full']);

    // Nothing new: three requests, nothing told.
    zitadel.requests.length = 0;
    await sync();
    expect(zitadel.requests).toHaveLength(3);
    expect(mutations).toHaveLength(1);

    // A new person with a new group, and one who moved.
    zitadel.addUser('11');
    zitadel.setRoles('11', ['team-c-owner']);
    zitadel.setRoles('2', ['team-a-viewer', 'team-c-viewer']);
    await sync();
    const delta = mutations[1] as { added: unknown[]; removed: unknown[] };
    expect(delta).toMatchObject({ type: 'delta', removed: [] });
    expect(delta.added).toHaveLength(3);
    expect(memberOf('2')).toEqual([
      'group:default/team-a',
      'group:default/team-c',
    ]);
    expect(memberOf('11')).toEqual(['group:default/team-c']);
    expect(provider.report()).toMatchObject({
      stale: false,
      failures: 0,
      counts: { users: 11, groups: 5, memberships: 12 },
    });
  });

  it('should notice who was deleted, locked or lost a role, and nobody else', async () => {
    const { sync, mutations, entities, memberOf } = await create();
    await sync();

    zitadel.remove('10');
    await sync();
    expect(entities.has('user:default/10')).toBe(false);
    expect(mutations.at(-1)!.type).toBe('full');

    zitadel.users[0].state = 'USER_STATE_LOCKED';
    await sync();
    expect(entities.has('user:default/1')).toBe(false);
    expect(entities.size).toBe(10);

    zitadel.setRoles('3', [], { state: 'STATE_INACTIVE' });
    await sync();
    expect(memberOf('3')).toEqual([]);
    expect(mutations.at(-1)!.type).toBe('delta');
  });

  it('should lose nothing while ZITADEL is down, hides grants, or lists half', async () => {
    const { sync, mutations, entities, provider, logger } = await create({
      fullSyncInterval: { milliseconds: 0 },
    });
    await sync();
    const before = [...entities];

    zitadel.lie = () => ({ status: 503, json: { message: 'overloaded' } });
    await expect(sync()).rejects.toThrow('503');
    // What a service user sees who may no longer read grants.
    zitadel.lie = ({ path }) =>
      path.startsWith(AUTHORIZATIONS)
        ? { json: { pagination: {} } }
        : undefined;
    await expect(sync()).rejects.toThrow('memberships would fall from 10 to 0');
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringContaining('REFUSED an answer'),
    );
    // What it sees who may read some people only: counted, but not listed.
    zitadel.lie = ({ path, body }, { json }) =>
      path === '/v2/users' && body.query.limit > 1
        ? { json: { ...(json as object), result: zitadel.users.slice(0, 4) } }
        : undefined;
    await expect(sync()).rejects.toThrow('the list is not whole');
    zitadel.lie = () => ({ json: {} });
    await expect(sync()).rejects.toThrow('users would fall from 10 to 0');

    expect([...entities]).toEqual(before);
    expect(mutations).toHaveLength(1);
    expect(provider.report()).toMatchObject({
      failures: 4,
      lastError: expect.stringContaining('not believed'),
      counts: { users: 10 },
    });
    zitadel.lie = undefined;
    await sync();
    expect(provider.report()).toMatchObject({ failures: 0 });
    expect(mutations).toHaveLength(2);
  });

  it('should measure its first answer against what the catalog has', async () => {
    const kept = (kind: string, count: number): Entity[] =>
      Array.from({ length: count }, (_, i) => ({
        apiVersion: 'backstage.io/v1alpha1',
        kind,
        metadata: {
          name: `x${i}`,
          annotations: {
            'backstage.io/managed-by-origin-location': 'zitadel:main',
          },
        },
        spec: kind === 'User' ? { memberOf: ['team-a'] } : {},
      }));
    const lost = await create({}, [...kept('User', 40), ...kept('Group', 2)]);
    await expect(lost.sync()).rejects.toThrow('users would fall from 40 to 10');
    expect(lost.mutations).toEqual([]);

    const permitted = await create({ maxShrink: 0.8 }, kept('User', 40));
    await permitted.sync();
    expect(permitted.entities.size).toBe(12);

    // A catalog that does not answer could have anything.
    const unknown = await create();
    jest.spyOn(unknown.catalog, 'streamEntities').mockImplementation(() => {
      throw new Error('starting');
    });
    await expect(unknown.sync()).rejects.toThrow('starting');
    expect(unknown.mutations).toEqual([]);
  });

  it('should start over when the catalog did not take a change', async () => {
    const { sync, connection, mutations } = await create();
    await sync();
    zitadel.setRoles('1', ['team-b-developer']);
    connection.applyMutation.mockRejectedValueOnce(new Error('no database'));
    await expect(sync()).rejects.toThrow('no database');
    await sync();
    expect(mutations.map(({ type }) => type)).toEqual(['full', 'full']);
  });

  it('should stop at shutdown, in the middle of a request, without a change', async () => {
    const { sync, mutations } = await create();
    const controller = new AbortController();
    zitadel.lie = () => {
      controller.abort();
      return { hang: true };
    };
    await expect(sync(controller.signal)).rejects.toThrow(/abort/i);
    expect(mutations).toEqual([]);
    expect(zitadel.requests).toHaveLength(1);
  });

  it('should say how stale the catalog is, louder when it has been long', async () => {
    const { sync, logger, provider } = await create({
      staleAfter: { milliseconds: 1 },
    });
    zitadel.lie = () => ({
      status: 403,
      json: { message: 'No matching permissions' },
    });
    await new Promise(done => setTimeout(done, 5));
    await expect(sync()).rejects.toThrow('No matching permissions');
    expect(provider.report().stale).toBe(true);
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringContaining('STALE, last sync before this start, or never'),
      expect.anything(),
    );
    // Refused is refused: it is not asked again and again.
    expect(zitadel.requests).toHaveLength(1);
  });
});
