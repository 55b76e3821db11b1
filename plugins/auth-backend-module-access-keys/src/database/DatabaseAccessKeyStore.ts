import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { AccessKey, KeyRefusal, keyRefusals } from '../types';
import {
  AccessKeyRow,
  fromRow,
  KEYS_TABLE,
  MIGRATIONS_TABLE,
  SECRETS_TABLE,
  toRow,
} from './AccessKeyRow';

/** Keys that one listing answers at most. */
const MAX_LISTED = 500;

/** Keys that one upkeep closes at most; the next one goes on. */
const MAX_CLOSED = 100;

/** Keys in Postgres. Whatever opens or closes a key holds the lock of its row. */
export class DatabaseAccessKeyStore {
  readonly #db: Knex;

  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseAccessKeyStore> {
    const { database } = options;
    const db = await database.getClient();
    if (!database.migrations?.skip) {
      await db.migrate.latest({
        directory: resolvePackagePath(
          '@internal/plugin-auth-backend-module-access-keys',
          'migrations',
        ),
        tableName: MIGRATIONS_TABLE,
      });
    }
    return new DatabaseAccessKeyStore(db);
  }

  private constructor(db: Knex) {
    this.#db = db;
  }

  /** @throws ConflictError when the owner has as many as are allowed. */
  async insert(key: AccessKey, hash: string, maxPerOwner: number) {
    await this.#db.transaction(async trx => {
      // One at a time for each owner, so that two cannot both be the last.
      await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [
        `${KEYS_TABLE}:${key.owner}`,
      ]);
      const [{ count }] = await trx(KEYS_TABLE)
        .where({ owner: key.owner })
        .whereNull('closed_at')
        .count();
      if (Number(count) >= maxPerOwner) {
        throw new ConflictError(
          `${key.owner} has ${count} keys already; revoke some that are not needed`,
        );
      }
      await trx(KEYS_TABLE).insert(toRow(key));
      await trx(SECRETS_TABLE).insert({
        hash,
        key_id: key.id,
        created_at: key.createdAt,
      });
    });
  }

  /** The keys of these groups, or of all, newest first. */
  async list(owners?: readonly string[]): Promise<AccessKey[]> {
    const query = this.#db<AccessKeyRow>(KEYS_TABLE)
      .orderBy('created_at', 'desc')
      .limit(MAX_LISTED);
    if (owners) void query.whereIn('owner', owners);
    return (await query).map(fromRow);
  }

  async find(id: string): Promise<AccessKey | undefined> {
    const row = await this.#db<AccessKeyRow>(KEYS_TABLE).where({ id }).first();
    return row && fromRow(row);
  }

  /**
   * Finds the key of a secret and, when it is good, notes its use and does the
   * work while nobody can revoke it.
   */
  async use<T>(
    hash: string,
    work: (key: AccessKey) => Promise<T>,
  ): Promise<
    { key?: AccessKey; refusal: KeyRefusal } | { key: AccessKey; result: T }
  > {
    return this.#db.transaction(async trx => {
      const secret = await trx(SECRETS_TABLE).where({ hash }).first();
      const row =
        secret &&
        (await trx<AccessKeyRow>(KEYS_TABLE)
          .where({ id: secret.key_id })
          .forUpdate()
          .first());
      if (!row) return { refusal: keyRefusals.unknown };
      const key = fromRow(row);
      const now = new Date();
      if (key.revokedAt) return { key, refusal: keyRefusals.revoked };
      if (key.expiresAt <= now) return { key, refusal: keyRefusals.expired };
      if (secret.expires_at && secret.expires_at <= now) {
        return { key, refusal: keyRefusals.rotated };
      }
      await trx(KEYS_TABLE).where({ id: key.id }).update({ last_used_at: now });
      return { key, result: await work(key) };
    });
  }

  /** Adds a secret; the ones before work until the overlap ends. */
  async rotate(id: string, hash: string, overlapMs: number): Promise<void> {
    const now = Date.now();
    await this.#db.transaction(async trx => {
      const row = await trx<AccessKeyRow>(KEYS_TABLE)
        .where({ id })
        .forUpdate()
        .first();
      if (!row || row.revoked_at || row.expires_at.getTime() <= now) {
        throw new ConflictError('The key has ended; make a new one');
      }
      const secrets = trx(SECRETS_TABLE).where({ key_id: id });
      // Of several rotations in a row only the last secret before stays: two at most.
      await secrets.clone().whereNotNull('expires_at').delete();
      await secrets.update({ expires_at: new Date(now + overlapMs) });
      await trx(SECRETS_TABLE).insert({
        hash,
        key_id: id,
        created_at: new Date(now),
      });
    });
  }

  /** Revokes a key, and does the work before anybody can use it again. */
  async revoke(
    id: string,
    revokedBy: string,
    close: () => Promise<void>,
  ): Promise<void> {
    await this.#db.transaction(async trx => {
      await trx(KEYS_TABLE).where({ id }).forUpdate().first();
      const now = new Date();
      await trx(KEYS_TABLE)
        .where({ id })
        .whereNull('revoked_at')
        .update({ revoked_at: now, revoked_by: revokedBy });
      await close();
      await trx(KEYS_TABLE).where({ id }).update({ closed_at: now });
    });
  }

  /** Closes keys that have expired. Answers their ids. */
  async closeExpired(close: (id: string) => Promise<void>): Promise<string[]> {
    return this.#db.transaction(async trx => {
      const rows = await trx<AccessKeyRow>(KEYS_TABLE)
        .where('expires_at', '<=', new Date())
        .whereNull('closed_at')
        .orderBy('expires_at')
        .limit(MAX_CLOSED)
        .forUpdate()
        .skipLocked();
      for (const { id } of rows) {
        await close(id);
        await trx(KEYS_TABLE).where({ id }).update({ closed_at: new Date() });
      }
      return rows.map(({ id }) => id);
    });
  }

  /** Deletes keys that ended before. */
  async deleteClosed(before: Date): Promise<number> {
    return this.#db(KEYS_TABLE).where('closed_at', '<', before).delete();
  }
}
