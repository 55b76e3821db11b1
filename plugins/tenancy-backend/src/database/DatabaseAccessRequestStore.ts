import { randomUUID } from 'node:crypto';
import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { AccessRequestInput } from '@internal/plugin-tenancy-common';
import { Knex } from 'knex';
import {
  AccessRequest,
  AccessRequestStore,
  NewRequestResult,
} from './AccessRequestStore';

const TABLE = 'access_requests';
const MIGRATIONS = resolvePackagePath(
  '@internal/plugin-tenancy-backend',
  'migrations',
);

type Row = {
  id: string;
  user_ref: string;
  cluster: string;
  namespace: string;
  reason: string;
  created_at: Date;
  due_at: Date | null;
  attempts: number;
};

/** {@link AccessRequestStore} on PostgreSQL. @internal */
export class DatabaseAccessRequestStore implements AccessRequestStore {
  readonly #db: Knex;

  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseAccessRequestStore> {
    const db = await options.database.getClient();
    if (!options.database.migrations?.skip) {
      await db.migrate.latest({ directory: MIGRATIONS });
    }
    return new DatabaseAccessRequestStore(db);
  }

  private constructor(db: Knex) {
    this.#db = db;
  }

  async create(
    request: AccessRequestInput & { userEntityRef: string },
    limits: { windowMs: number; max: number },
  ): Promise<NewRequestResult> {
    const { userEntityRef, cluster, namespace, reason } = request;
    return this.#db.transaction(async trx => {
      // One request of a person at a time: the count below must see the one before.
      await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [
        `${TABLE}:${userEntityRef}`,
      ]);
      const recent = await trx<Row>(TABLE)
        .where('user_ref', userEntityRef)
        .where('created_at', '>', new Date(Date.now() - limits.windowMs))
        .select('cluster', 'namespace');
      if (
        recent.some(r => r.cluster === cluster && r.namespace === namespace)
      ) {
        return 'duplicate';
      }
      if (recent.length >= limits.max) return 'limited';
      const now = new Date();
      await trx<Row>(TABLE).insert({
        id: randomUUID(),
        user_ref: userEntityRef,
        ...{ cluster, namespace, reason },
        created_at: now,
        due_at: now,
      });
      return 'created';
    });
  }

  async claimDue(options: {
    limit: number;
    retryMs: number;
  }): Promise<AccessRequest[]> {
    const now = Date.now();
    const rows = await this.#db<Row>(TABLE)
      .whereIn(
        'id',
        this.#db<Row>(TABLE)
          .where('due_at', '<=', new Date(now))
          .orderBy('due_at')
          .limit(options.limit)
          .forUpdate()
          .skipLocked()
          .select('id'),
      )
      .update({
        due_at: new Date(now + options.retryMs),
        attempts: this.#db.raw('attempts + 1') as unknown as number,
      })
      .returning('*');
    return rows.map(row => ({
      id: row.id,
      userEntityRef: row.user_ref,
      cluster: row.cluster,
      namespace: row.namespace,
      reason: row.reason,
      createdAt: row.created_at,
      attempts: row.attempts,
    }));
  }

  async settle(id: string): Promise<void> {
    await this.#db<Row>(TABLE).where({ id }).update({ due_at: null });
  }

  async deleteBefore(date: Date, limit: number): Promise<number> {
    return this.#db<Row>(TABLE)
      .whereIn(
        'id',
        this.#db<Row>(TABLE)
          .where('created_at', '<', date)
          .orderBy('created_at')
          .limit(limit)
          .select('id'),
      )
      .delete();
  }
}
