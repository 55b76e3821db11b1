import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import {
  Investigation,
  InvestigationList,
  RcaReport,
  SourceProgress,
} from '@internal/plugin-rca-common';
import { Knex } from 'knex';
import { decodeCursor, encodeCursor } from './cursor';
import {
  InvestigationRow,
  ROW_COLUMNS,
  toInvestigation,
  toStoredInvestigation,
} from './InvestigationRow';
import {
  CommitOutcome,
  InvestigationStore,
  ListInvestigationsOptions,
  NewInvestigation,
  Reader,
  StoredInvestigation,
} from './InvestigationStore';

const TABLE = 'investigations';
/** A worker that does not renew its lease for this long counts as dead. */
export const LEASE_MS = 30_000;

const migrationsDir = resolvePackagePath(
  '@internal/plugin-rca-backend',
  'migrations',
);

/** Keeps investigations in Postgres. @internal */
export class DatabaseInvestigationStore implements InvestigationStore {
  readonly #knex: Knex;

  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabaseInvestigationStore> {
    const knex = await options.database.getClient();
    if (!options.database.migrations?.skip) {
      await knex.migrate.latest({ directory: migrationsDir });
    }
    return new DatabaseInvestigationStore(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async create(
    investigation: NewInvestigation,
    owner: string,
  ): Promise<Investigation> {
    const [row] = await this.#table()
      .insert({
        id: investigation.id,
        entity_ref: investigation.entityRef,
        cluster: investigation.cluster,
        namespace: investigation.namespace,
        namespaces: investigation.namespaces,
        owners: investigation.owners,
        window_from: new Date(investigation.window.from),
        window_to: new Date(investigation.window.to),
        state: 'queued',
        requested_by: investigation.requestedBy,
        author: JSON.stringify(investigation.author),
        created_at: new Date(investigation.createdAt),
        progress: JSON.stringify(investigation.progress),
        lease_owner: owner,
        lease_expires_at: this.#inMs(LEASE_MS),
      } as never)
      .returning(ROW_COLUMNS);
    return toInvestigation(row as InvestigationRow);
  }

  async get(id: string): Promise<StoredInvestigation | undefined> {
    const row = await this.#table().where({ id }).first();
    return row && toStoredInvestigation(row);
  }

  async list(options: ListInvestigationsOptions): Promise<InvestigationList> {
    const { entityRef, namespace, state, verdict, limit } = options;
    const { reader } = options;
    if (reader.namespaces.length === 0) {
      return { items: [] };
    }
    const query = this.#table()
      .select(ROW_COLUMNS)
      .where(builder => this.#whereReadable(builder, reader))
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      // One more tells whether there is a next page.
      .limit(limit + 1);
    if (reader.groups !== 'all') {
      // A row whose owners are not known is NULL here, and so left out.
      query.whereRaw('owners <@ ?::text[]', [reader.groups]);
    }
    if (entityRef) query.where('entity_ref', entityRef);
    if (namespace) query.where('namespace', namespace);
    if (state) query.where('state', state);
    if (verdict) query.where('verdict', verdict);
    if (options.cursor) {
      const { createdAt, id } = decodeCursor(options.cursor);
      query.whereRaw('(created_at, id) < (?::timestamptz, ?::uuid)', [
        createdAt,
        id,
      ]);
    }
    const rows = (await query) as InvestigationRow[];
    const items = rows.slice(0, limit).map(toInvestigation);
    const last = items.at(-1);
    return {
      items,
      ...(rows.length > limit && last && { nextCursor: encodeCursor(last) }),
    };
  }

  setRunning(id: string, owner: string): Promise<boolean> {
    return this.#update(id, owner, ['queued'], { state: 'running' });
  }

  setProgress(
    id: string,
    owner: string,
    progress: SourceProgress[],
  ): Promise<boolean> {
    return this.#update(id, owner, ['running'], {
      progress: JSON.stringify(progress),
    });
  }

  setReport(id: string, owner: string, report: RcaReport): Promise<boolean> {
    return this.#update(id, owner, ['running'], {
      report: JSON.stringify(report),
      progress: JSON.stringify(report.sources),
      verdict: report.verdict,
      confidence: report.confidence,
      summary: report.summary,
    });
  }

  setCommitted(
    id: string,
    owner: string,
    outcome: CommitOutcome,
  ): Promise<boolean> {
    const retryInMs = 'error' in outcome ? outcome.retryInMs : undefined;
    return this.#update(id, owner, ['running', 'succeeded'], {
      state: 'succeeded',
      finished_at: this.#knex.raw('coalesce(finished_at, now())'),
      commit_attempts: this.#knex.raw('commit_attempts + 1'),
      ...('error' in outcome
        ? { commit_error: outcome.error }
        : {
            commit_error: null,
            commit_sha: outcome.sha,
            report_url: outcome.url ?? null,
          }),
      lease_owner: null,
      lease_expires_at: retryInMs === undefined ? null : this.#inMs(retryInMs),
    });
  }

  setFailed(id: string, owner: string, error: string): Promise<boolean> {
    return this.#update(id, owner, ['queued', 'running'], {
      state: 'failed',
      error,
      finished_at: this.#knex.fn.now(),
      lease_owner: null,
      lease_expires_at: null,
    });
  }

  async cancel(id: string): Promise<boolean> {
    const count = await this.#table()
      .where({ id })
      .whereIn('state', ['queued', 'running'])
      // The analysis is done then, and only its commit is under way.
      .whereNull('report')
      .update({
        state: 'cancelled',
        finished_at: this.#knex.fn.now(),
        lease_owner: null,
        lease_expires_at: null,
      } as never);
    return count > 0;
  }

  async renewLeases(owner: string): Promise<string[]> {
    const rows = await this.#table()
      .where({ lease_owner: owner })
      .update({ lease_expires_at: this.#inMs(LEASE_MS) } as never)
      .returning('id');
    return rows.map(row => row.id);
  }

  async claimAbandoned(
    owner: string,
    limit: number,
  ): Promise<StoredInvestigation[]> {
    const expired = this.#knex(TABLE)
      .select('id')
      .where('lease_expires_at', '<', this.#knex.fn.now())
      .orderBy('lease_expires_at')
      .limit(limit)
      .forUpdate()
      .skipLocked();
    const rows = await this.#table()
      .whereIn('id', expired)
      .update({
        lease_owner: owner,
        lease_expires_at: this.#inMs(LEASE_MS),
      } as never)
      .returning('*');
    return rows.map(row => toStoredInvestigation(row as InvestigationRow));
  }

  async deleteFinishedBefore(instant: Date, limit: number): Promise<number> {
    const old = this.#knex(TABLE)
      .select('id')
      .where('finished_at', '<', instant)
      .orderBy('finished_at')
      .limit(limit);
    return this.#table().whereIn('id', old).delete();
  }

  #table(): Knex.QueryBuilder<InvestigationRow, InvestigationRow[]> {
    return this.#knex<InvestigationRow>(TABLE) as never;
  }

  async #update(
    id: string,
    owner: string,
    states: string[],
    values: Record<string, unknown>,
  ): Promise<boolean> {
    const count = await this.#table()
      .where({ id, lease_owner: owner })
      .whereIn('state', states)
      .update(values as never);
    return Number(count) > 0;
  }

  #whereReadable(
    builder: Knex.QueryBuilder,
    { namespaces: readable }: Reader,
  ): void {
    for (const { cluster, namespaces } of readable) {
      builder.orWhere(part =>
        part
          .where({ cluster })
          .whereIn('namespace', namespaces)
          .whereRaw('namespaces <@ ?::text[]', [namespaces]),
      );
    }
  }

  #inMs(ms: number): Knex.Raw {
    // The database's clock, because several processes compare with it.
    return this.#knex.raw("now() + ? * interval '1 millisecond'", [ms]);
  }
}
