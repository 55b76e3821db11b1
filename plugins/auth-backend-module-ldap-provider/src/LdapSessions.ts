import { createHash, randomBytes } from 'node:crypto';
import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

const TABLE = 'ldap_sessions';
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** The auth plugin has migrations of its own in the same schema. */
export const MIGRATIONS_TABLE = 'ldap_provider__knex_migrations';

/** Sign-ins that last, for all replicas: who it is, and nothing that the directory could change. */
export class LdapSessions {
  readonly #db: Knex;

  static async create(options: {
    database: DatabaseService;
  }): Promise<LdapSessions> {
    const { database } = options;
    const db = await database.getClient();
    if (!database.migrations?.skip) {
      await db.migrate.latest({
        directory: resolvePackagePath(
          '@internal/plugin-auth-backend-module-ldap-provider',
          'migrations',
        ),
        tableName: MIGRATIONS_TABLE,
      });
    }
    return new LdapSessions(db);
  }

  private constructor(db: Knex) {
    this.#db = db;
  }

  /** Answers the token for the cookie, which is stored nowhere. */
  async begin(userId: string, durationMs: number): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await this.#db(TABLE).insert({
      token_hash: hash(token),
      user_id: userId,
      expires_at: new Date(Date.now() + durationMs),
    });
    return token;
  }

  /** The directory's id of the person, while the session lasts. */
  async find(token: unknown): Promise<string | undefined> {
    if (!isToken(token)) return undefined;
    const row = await this.#db(TABLE)
      .where({ token_hash: hash(token) })
      .where('expires_at', '>', new Date())
      .first();
    return row?.user_id;
  }

  async end(token: unknown): Promise<void> {
    if (!isToken(token)) return;
    await this.#db(TABLE)
      .where({ token_hash: hash(token) })
      .delete();
  }

  async deleteExpired(): Promise<number> {
    return this.#db(TABLE).where('expires_at', '<=', new Date()).delete();
  }
}

function isToken(token: unknown): token is string {
  return typeof token === 'string' && TOKEN.test(token);
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
