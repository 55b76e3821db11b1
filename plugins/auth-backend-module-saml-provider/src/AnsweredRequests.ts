import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { SamlRequest } from './requestBinding';

const TABLE = 'saml_answered_requests';

/** The auth plugin has migrations of its own in the same schema. */
export const MIGRATIONS_TABLE = 'saml_provider__knex_migrations';

/** Remembers which requests were answered, for all replicas. */
export class AnsweredRequests {
  readonly #db: Knex;

  static async create(options: {
    database: DatabaseService;
  }): Promise<AnsweredRequests> {
    const { database } = options;
    const db = await database.getClient();
    if (!database.migrations?.skip) {
      await db.migrate.latest({
        directory: resolvePackagePath(
          '@internal/plugin-auth-backend-module-saml-provider',
          'migrations',
        ),
        tableName: MIGRATIONS_TABLE,
      });
    }
    return new AnsweredRequests(db);
  }

  private constructor(db: Knex) {
    this.#db = db;
  }

  /** True for the one who is first to answer the request, false for everybody after. */
  async add({ id, expiresAt }: SamlRequest): Promise<boolean> {
    const { rowCount } = await this.#db.raw(
      `INSERT INTO ${TABLE} (request_id, expires_at) VALUES (?, ?)
       ON CONFLICT (request_id) DO NOTHING`,
      [id, expiresAt],
    );
    return rowCount === 1;
  }

  /** Forgets requests that are too old to be answered. */
  async deleteExpired(): Promise<number> {
    return this.#db(TABLE).where('expires_at', '<', this.#db.fn.now()).delete();
  }
}
