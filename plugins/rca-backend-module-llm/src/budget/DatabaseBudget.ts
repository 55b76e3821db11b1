import { randomBytes } from 'node:crypto';
import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { Knex } from 'knex';

const TABLE_USAGE = 'llm_usage';
const TABLE_KEYS = 'llm_keys';
const MASKING_KEY = 'masking';
const KEY_BYTES = 32;
const MICROS = 1_000_000;

/** @internal */
export type Spending = { tokens: number; cost: number };

/**
 * What each tenant may use of models in a day, and has used.
 *
 * @remarks
 * The most that a question can cost is reserved before it is asked, in one
 * statement, so that no number of questions at once gets past the limit; what it
 * did cost takes its place after. A process that dies between leaves the
 * reservation standing until the day ends, never the other way round.
 *
 * @internal
 */
export class DatabaseBudget {
  readonly #db: Knex;
  readonly #limits: { tokensPerDay: number; costPerDay: number };

  private constructor(
    db: Knex,
    limits: { tokensPerDay: number; costPerDay: number },
  ) {
    this.#db = db;
    this.#limits = limits;
  }

  static async create(options: {
    database: DatabaseService;
    limits: { tokensPerDay: number; costPerDay: number };
  }): Promise<DatabaseBudget> {
    const db = await options.database.getClient();
    if (!options.database.migrations?.skip) {
      await db.migrate.latest({
        directory: resolvePackagePath(
          '@internal/plugin-rca-backend-module-llm',
          'migrations',
        ),
        // The tables of the rca plugin have their own.
        tableName: 'llm__knex_migrations',
      });
    }
    return new DatabaseBudget(db, options.limits);
  }

  /** @throws NotAllowedError when the day would have more than the limit. */
  async reserve(tenant: string, most: Spending): Promise<Reservation> {
    const day = new Date().toISOString().slice(0, 10);
    const { tokensPerDay, costPerDay } = this.#limits;
    const limits = [tokensPerDay, micros(costPerDay)];
    const wanted = [most.tokens, micros(most.cost)];
    const fits = wanted.every((amount, i) => amount <= limits[i]);
    // Postgres has no integer that stands for no limit.
    const [tokenLimit, costLimit] = limits.map(limit =>
      Math.min(limit, Number.MAX_SAFE_INTEGER),
    );
    const { rows } = fits
      ? await this.#db.raw(
          `INSERT INTO ${TABLE_USAGE} AS used (tenant, day, tokens, cost_micros, calls)
           VALUES (?, ?, ?, ?, 1)
           ON CONFLICT (tenant, day) DO UPDATE SET
             tokens = used.tokens + excluded.tokens,
             cost_micros = used.cost_micros + excluded.cost_micros,
             calls = used.calls + 1
           WHERE used.tokens + excluded.tokens <= ?
             AND used.cost_micros + excluded.cost_micros <= ?
           RETURNING tokens`,
          [tenant, day, ...wanted, tokenLimit, costLimit],
        )
      : { rows: [] };
    if (!rows.length) {
      throw new NotAllowedError(
        'the budget of this namespace for models is used up for today (rca.llm.budget); it begins anew at 00:00 UTC',
      );
    }
    return {
      settle: async actual => {
        await this.#db(TABLE_USAGE)
          .where({ tenant, day })
          .update({
            tokens: this.#db.raw('tokens + ?', [actual.tokens - most.tokens]),
            cost_micros: this.#db.raw('cost_micros + ?', [
              micros(actual.cost) - micros(most.cost),
            ]),
          });
      },
    };
  }

  /** Deletes the days before. */
  async deleteBefore(instant: Date): Promise<number> {
    return this.#db(TABLE_USAGE)
      .where('day', '<', instant.toISOString().slice(0, 10))
      .delete();
  }

  /** The key of the masks, made by whoever asks first. */
  async maskingKey(): Promise<string> {
    await this.#db(TABLE_KEYS)
      .insert({
        id: MASKING_KEY,
        key: randomBytes(KEY_BYTES).toString('hex'),
      })
      .onConflict('id')
      .ignore();
    const row = await this.#db(TABLE_KEYS).where({ id: MASKING_KEY }).first();
    return row.key;
  }
}

/** @internal */
export type Reservation = { settle(actual: Spending): Promise<void> };

function micros(amount: number): number {
  return amount === Infinity ? Infinity : Math.ceil(amount * MICROS);
}
