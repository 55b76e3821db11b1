import { resolve } from 'node:path';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { AnsweredRequests, MIGRATIONS_TABLE } from './AnsweredRequests';

jest.setTimeout(60_000);

describe('migrations', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

  it('should go up, forget what has expired, and go down', async () => {
    const knex = await databases.init('POSTGRES_18');
    const answered = await AnsweredRequests.create({
      database: mockServices.database({ knex }),
    });
    const request = (id: string, ms: number) => ({
      id,
      issuedAt: new Date(),
      expiresAt: new Date(Date.now() + ms),
    });
    expect(await answered.add(request('a', 60_000))).toBe(true);
    expect(await answered.add(request('a', 60_000))).toBe(false);
    expect(await answered.add(request('b', -1))).toBe(true);
    expect(await answered.deleteExpired()).toBe(1);
    expect(await answered.add(request('a', 60_000))).toBe(false);

    const comments = await knex.raw(
      `SELECT count(*)::int AS missing FROM information_schema.columns
       WHERE table_name = 'saml_answered_requests' AND table_schema = current_schema()
         AND col_description('saml_answered_requests'::regclass, ordinal_position) IS NULL`,
    );
    expect(comments.rows[0].missing).toBe(0);
    await knex.migrate.down({
      directory: resolve(__dirname, '../migrations'),
      tableName: MIGRATIONS_TABLE,
    });
    expect(await knex.schema.hasTable('saml_answered_requests')).toBe(false);
  });
});
