import type { Person } from '../types';
import { people } from '../world';
import { IdentityServer, startIdentityServer } from './startIdentityServer';
import { PROJECT_ID } from './zitadelClaims';

const USERS = '/v2/users';
const GRANTS = '/management/v1/users/grants/_search';
const AUTHORIZATIONS =
  '/zitadel.authorization.v2.AuthorizationService/ListAuthorizations';

describe('createZitadelApi', () => {
  let server: IdentityServer;
  beforeAll(async () => {
    server = await startIdentityServer({
      host: '127.0.0.1',
      port: 0,
      people: people as Person[],
      portalUrls: ['http://localhost:7007'],
    });
  });
  afterAll(() => server.close());

  const post = async (path: string, body: object, token?: string) => {
    const response = await fetch(`${server.issuer}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token ?? server.serviceToken}`,
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  const ids = (body: any) => (body.result ?? []).map((u: any) => u.userId); // eslint-disable-line @typescript-eslint/no-explicit-any -- an answer as it came

  it('should refuse whoever has not the token, as each API does', async () => {
    for (const token of ['', 'x', `${server.serviceToken}x`]) {
      expect(await post(USERS, {}, token)).toMatchObject({
        status: 401,
        body: { code: 16 },
      });
      expect((await post(GRANTS, {}, token)).status).toBe(401);
      expect(await post(AUTHORIZATIONS, {}, token)).toMatchObject({
        status: 401,
        body: { code: 'unauthenticated' },
      });
    }
    // The sign-in beside it still works.
    const discovery = `${server.issuer}/.well-known/openid-configuration`;
    expect((await fetch(discovery)).status).toBe(200);
  });

  it('should list people page by page, and the service user unless people are asked for', async () => {
    const queries = [{ typeQuery: { type: 'TYPE_HUMAN' } }];
    const first = await post(USERS, {
      query: { offset: '0', limit: 4, asc: true },
      queries,
    });
    expect(first.body.details.totalResult).toBe('6');
    expect(first.body.result[0]).toMatchObject({
      state: 'USER_STATE_ACTIVE',
      username: 'alice',
      human: {
        profile: { displayName: 'Alice Almeida' },
        email: { email: 'alice@shop.example', isVerified: true },
      },
    });
    const second = await post(USERS, {
      query: { offset: '4', limit: 4, asc: true },
      queries,
    });
    expect([...ids(first.body), ...ids(second.body)]).toEqual(
      people.map(person => person.id),
    );
    // Past the end there is neither an empty list nor anything else.
    const past = await post(USERS, { query: { offset: '6' }, queries });
    expect(past.body).not.toHaveProperty('result');
    expect((await post(USERS, {})).body.details.totalResult).toBe('7');
    expect(
      ids(
        (
          await post(USERS, {
            queries: [{ inUserIdsQuery: { userIds: [people[2].id] } }],
          })
        ).body,
      ),
    ).toEqual([people[2].id]);
  });

  it('should list the same grants in both versions', async () => {
    const v1 = await post(GRANTS, {
      query: { asc: true },
      queries: [{ projectIdQuery: { projectId: PROJECT_ID } }],
    });
    const v2 = await post(AUTHORIZATIONS, {
      pagination: { asc: true },
      filters: [{ projectId: { id: PROJECT_ID } }],
    });
    /* eslint-disable @typescript-eslint/no-explicit-any -- answers as they came */
    const fromV1 = v1.body.result.map((g: any) => [g.userId, g.roleKeys]);
    const fromV2 = v2.body.authorizations.map((a: any) => [
      a.user.id,
      a.roles.map((role: any) => role.key),
    ]);
    /* eslint-enable @typescript-eslint/no-explicit-any */
    expect(fromV1).toEqual(fromV2);
    expect(fromV1).toHaveLength(5);
    expect(fromV1[0]).toEqual(['300000000000000001', ['team-a-developer']]);
    expect(v2.body.pagination).toEqual({
      totalResult: '5',
      appliedLimit: '100',
    });
    const other = await post(AUTHORIZATIONS, {
      filters: [{ projectId: { id: '1' } }],
    });
    expect(other.body).toEqual({ pagination: { appliedLimit: '100' } });
  });

  it('should refuse limits above the maximum and filters it does not know', async () => {
    for (const [path, body] of [
      [USERS, { query: { limit: 1001 } }],
      [USERS, { queries: [{ phoneQuery: { number: '1' } }] }],
      [USERS, { queries: [{ constructor: {} }] }],
      [GRANTS, { queries: {} }],
      [AUTHORIZATIONS, { pagination: { offset: -1 } }],
    ] as const) {
      expect((await post(path, body)).status).toBe(400);
    }
  });
});
