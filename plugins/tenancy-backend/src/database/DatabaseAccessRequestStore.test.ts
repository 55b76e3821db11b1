import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { createTestDatabases } from '../__testUtils__/databases';
import { DatabaseAccessRequestStore } from './DatabaseAccessRequestStore';

jest.setTimeout(60_000);

const LIMITS = { windowMs: 3_600_000, max: 3 };
const request = (namespace: string, user = 'alice') => ({
  userEntityRef: `user:default/${user}`,
  cluster: 'c',
  namespace,
  reason: 'because',
});

describe.each(createTestDatabases().eachSupportedId())(
  'DatabaseAccessRequestStore, %p',
  databaseId => {
    const databases = createTestDatabases();
    let knex: Knex;
    let store: DatabaseAccessRequestStore;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      store = await DatabaseAccessRequestStore.create({
        database: mockServices.database({ knex }),
      });
    });

    it('should hold each person to the limit, also in requests at the same time', async () => {
      const results = await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          store.create(request(`n-${i}`), LIMITS),
        ),
      );
      expect(results.sort()).toEqual([
        ...Array(3).fill('created'),
        ...Array(5).fill('limited'),
      ]);
      const twice = await Promise.all(
        ['n', 'n'].map(n => store.create(request(n, 'bob'), LIMITS)),
      );
      expect(twice.sort()).toEqual(['created', 'duplicate']);

      await knex('access_requests').update({ created_at: new Date(0) });
      expect(await store.create(request('n', 'bob'), LIMITS)).toBe('created');
    });

    it('should give each due request to one process, again after it died, and never once settled', async () => {
      await store.create(request('a'), LIMITS);
      await store.create(request('b'), LIMITS);
      const claim = () => store.claimDue({ limit: 5, retryMs: 60_000 });
      const claims = (await Promise.all([claim(), claim()])).flat();
      expect(claims.map(r => r.namespace).sort()).toEqual(['a', 'b']);
      expect(claims[0]).toMatchObject({ attempts: 1, reason: 'because' });
      expect(await claim()).toEqual([]);

      const [first, second] = claims;
      await store.settle(first.id);
      await knex('access_requests')
        .whereNotNull('due_at')
        .update({ due_at: new Date(0) });
      expect(await claim()).toEqual([{ ...second, attempts: 2 }]);
    });

    it('should remove what is old in batches', async () => {
      for (const name of ['a', 'b', 'c']) {
        await store.create(request(name), LIMITS);
      }
      await knex('access_requests')
        .whereNot({ namespace: 'c' })
        .update({ created_at: new Date(0) });
      expect(await store.deleteBefore(new Date(1), 1)).toBe(1);
      expect(await store.deleteBefore(new Date(1), 5)).toBe(1);
      expect(await store.deleteBefore(new Date(1), 5)).toBe(0);
    });

    it('should look things up by its indexes', async () => {
      await knex.raw(
        `INSERT INTO access_requests (id, user_ref, cluster, namespace, reason, created_at, due_at)
         SELECT gen_random_uuid(), 'user:default/' || (i % 500), 'c', 'n' || i, 'r', now() - i * interval '1 minute',
                CASE WHEN i % 100 = 0 THEN now() END
         FROM generate_series(1, 20000) i`,
      );
      await knex.raw('ANALYZE access_requests');
      const plan = async (sql: string) =>
        JSON.stringify((await knex.raw(`EXPLAIN ${sql}`)).rows);
      expect(
        await plan(
          `SELECT cluster FROM access_requests WHERE user_ref = 'user:default/7' AND created_at > now() - interval '1 day'`,
        ),
      ).toContain('access_requests_user_idx');
      expect(
        await plan(
          `SELECT id FROM access_requests WHERE due_at <= now() ORDER BY due_at LIMIT 20 FOR UPDATE SKIP LOCKED`,
        ),
      ).toContain('access_requests_due_idx');
      expect(
        await plan(
          `SELECT id FROM access_requests WHERE created_at < now() - interval '13 days' ORDER BY created_at LIMIT 500`,
        ),
      ).toContain('access_requests_created_idx');
    });
  },
);
