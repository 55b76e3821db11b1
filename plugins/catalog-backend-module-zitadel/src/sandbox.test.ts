import {
  IdentityServer,
  people,
  PROJECT_ID,
  startIdentityServer,
} from '@internal/sandbox';
import { createTestProvider } from './__testUtils__/createTestProvider';

describe('ZitadelEntityProvider at the sandbox', () => {
  let server: IdentityServer;
  beforeAll(async () => {
    server = await startIdentityServer({
      host: '127.0.0.1',
      port: 0,
      people: [...people],
      portalUrls: ['http://localhost:7007'],
    });
  });
  afterAll(() => server.close());

  const create = (config = {}) =>
    createTestProvider({
      issuer: server.issuer,
      config: { token: server.serviceToken, projectId: PROJECT_ID, ...config },
    });

  it.each(['v1', 'v2'])(
    'should bring the company into the catalog by grants %s',
    async grantsApi => {
      const { sync, entities, memberOf, mutations } = await create({
        grantsApi,
        pageSize: 4,
      });
      await sync();
      expect([...entities.keys()].sort()).toEqual([
        'group:default/platform-engineering',
        'group:default/team-a',
        'group:default/team-a-b',
        'group:default/team-b',
        ...people.map(({ id }) => `user:default/${id}`),
      ]);
      expect(memberOf('300000000000000004')).toEqual([
        'group:default/team-a-b',
      ]);
      expect(memberOf('300000000000000006')).toEqual([]);
      expect(entities.get('user:default/300000000000000001')).toMatchObject({
        metadata: { title: 'Alice Almeida' },
        spec: {
          profile: {
            displayName: 'Alice Almeida',
            email: 'alice@shop.example',
          },
        },
      });
      await sync();
      // Version 1 cannot tell what changed.
      expect(mutations).toHaveLength(grantsApi === 'v1' ? 2 : 1);
    },
  );

  it('should be refused without the token, and told so', async () => {
    const { sync, mutations } = await create({ token: 'wrong' });
    await expect(sync()).rejects.toThrow('401');
    expect(mutations).toEqual([]);
  });
});
