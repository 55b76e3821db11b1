import { Knex } from 'knex';
import { LeaseLostError, ScanLease, ScanProblem, Sighting } from './types';
import { writeSighting } from './writeSighting';

/** Whole scans in a row that do not see an anomaly before it counts as over. */
const CLEAN_SCANS_TO_END = 3;

type LeaseRow = {
  cluster: string;
  namespace: string;
  owner: string;
  fencing_token: string;
  round_started_at: Date;
  done: string[];
  problems: ScanProblem[];
};

/**
 * What the scan keeps in Postgres.
 *
 * @remarks
 * A scan of one namespace is a round: its parts are done one by one, each written
 * together with what it found, and the round ends when all are. A process holds a
 * lease on the namespace meanwhile. Claims lock rows and skip those that others
 * lock, so that every replica may ask at any time. A lease carries a fencing token;
 * each write locks the row and compares it, so that a process which slept past its
 * lease cannot write over whoever took the namespace up. That one goes on with the
 * parts that are left.
 *
 * @internal
 */
export class DatabaseScanStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Makes the rows those of the namespaces that may be scanned. */
  async sync(
    namespaces: Array<{ cluster: string; namespace: string; owner: string }>,
  ): Promise<void> {
    const columns = [
      namespaces.map(({ cluster }) => cluster),
      namespaces.map(({ namespace }) => namespace),
      namespaces.map(({ owner }) => owner),
    ];
    await this.#knex.transaction(async trx => {
      // Nothing is written where nothing changed: every replica does this all the time.
      await trx.raw(
        `INSERT INTO scan_cursor (cluster, namespace, owner, next_at)
         SELECT cluster, namespace, owner, now()
         FROM unnest(?::text[], ?::text[], ?::text[]) AS n(cluster, namespace, owner)
         WHERE NOT EXISTS (SELECT FROM scan_cursor s
           WHERE s.cluster = n.cluster AND s.namespace = n.namespace)
         ON CONFLICT DO NOTHING`,
        columns,
      );
      await trx.raw(
        `UPDATE scan_cursor s SET owner = n.owner
         FROM unnest(?::text[], ?::text[], ?::text[]) AS n(cluster, namespace, owner)
         WHERE s.cluster = n.cluster AND s.namespace = n.namespace AND s.owner <> n.owner`,
        columns,
      );
      // A cluster of which nothing is known now keeps its rows: its view may be back in a minute.
      await trx.raw(
        `DELETE FROM scan_cursor s
         WHERE s.cluster = ANY(?::text[]) AND s.lease_until IS NULL
           AND NOT EXISTS (
             SELECT FROM unnest(?::text[], ?::text[]) AS n(cluster, namespace)
             WHERE n.cluster = s.cluster AND n.namespace = s.namespace)`,
        [[...new Set(columns[0])], columns[0], columns[1]],
      );
    });
  }

  /** Takes the namespace that waits longest, if one is due. */
  async claim(leaseMs: number): Promise<ScanLease | undefined> {
    const { rows } = await this.#knex.raw<{ rows: LeaseRow[] }>(
      `UPDATE scan_cursor SET
         lease_until = now() + ? * interval '1 millisecond',
         fencing_token = fencing_token + 1,
         round_started_at = coalesce(round_started_at, now()),
         done = CASE WHEN round_started_at IS NULL THEN '{}' ELSE done END,
         problems = CASE WHEN round_started_at IS NULL THEN '[]'::jsonb ELSE problems END
       WHERE (cluster, namespace) IN (
         SELECT cluster, namespace FROM scan_cursor
         WHERE next_at <= now() AND (lease_until IS NULL OR lease_until < now())
         ORDER BY next_at LIMIT 1
         FOR UPDATE SKIP LOCKED)
       RETURNING cluster, namespace, owner, fencing_token, round_started_at, done, problems`,
      [leaseMs],
    );
    const [row] = rows;
    return (
      row && {
        cluster: row.cluster,
        namespace: row.namespace,
        owner: row.owner,
        token: row.fencing_token,
        roundStartedAt: row.round_started_at,
        done: row.done,
        problems: row.problems,
      }
    );
  }

  /** Writes what one part found, and that it is done. */
  async finishPart(
    lease: ScanLease,
    options: {
      part: string;
      sightings: Sighting[];
      problems: ScanProblem[];
      leaseMs: number;
    },
  ): Promise<void> {
    await this.#fenced(lease, async trx => {
      // What a former owner had open is theirs; the new one gets rows of their own.
      await trx('anomalies')
        .where(keyOf(lease))
        .whereNull('ended_at')
        .whereNot({ owner: lease.owner })
        .update({ ended_at: trx.fn.now() });
      for (const sighting of options.sightings) {
        await writeSighting(trx, lease, sighting);
      }
      await trx('scan_cursor')
        .where(keyOf(lease))
        .update({
          done: trx.raw('array_append(done, ?)', [options.part]),
          problems: trx.raw('problems || ?::jsonb', [
            JSON.stringify(options.problems),
          ]),
          lease_until: inMs(trx, options.leaseMs),
        });
    });
  }

  /**
   * Ends a round: what it did not see is one scan closer to its end.
   *
   * @param options - `blind`: what could not be read, about which nothing is concluded
   */
  async finishRound(
    lease: ScanLease,
    options: {
      intervalMs: number;
      blind: { services: string[]; logs: boolean };
    },
  ): Promise<void> {
    const { blind, intervalMs } = options;
    await this.#fenced(lease, async trx => {
      await trx.raw(
        `UPDATE anomalies SET
           clean_scans = clean_scans + 1,
           ended_at = CASE WHEN clean_scans + 1 >= ? THEN now() END
         WHERE cluster = ? AND namespace = ? AND ended_at IS NULL
           AND last_seen_at < ?
           AND NOT (signal = 'metric' AND service = ANY(?::text[]))
           AND NOT (signal = 'log' AND ?)`,
        [
          CLEAN_SCANS_TO_END,
          lease.cluster,
          lease.namespace,
          lease.roundStartedAt,
          blind.services,
          blind.logs,
        ],
      );
      await trx('scan_cursor')
        .where(keyOf(lease))
        .update({
          round_started_at: null,
          done: '{}',
          lease_until: null,
          next_at: inMs(trx, intervalMs),
          last_scan_at: trx.fn.now(),
        });
    });
  }

  /** Gives a namespace back before its round is over; another process, or this one, goes on with it. */
  async release(lease: ScanLease, options: { retryMs: number }): Promise<void> {
    await this.#fenced(lease, async trx => {
      await trx('scan_cursor')
        .where(keyOf(lease))
        .update({ lease_until: null, next_at: inMs(trx, options.retryMs) });
    });
  }

  /** Gives up a round that could not be done, and keeps why; the next one begins anew. */
  async failRound(
    lease: ScanLease,
    options: { problem: ScanProblem; retryMs: number },
  ): Promise<void> {
    await this.#fenced(lease, async trx => {
      await trx('scan_cursor')
        .where(keyOf(lease))
        .update({
          round_started_at: null,
          done: '{}',
          problems: JSON.stringify([options.problem]),
          lease_until: null,
          next_at: inMs(trx, options.retryMs),
        });
    });
  }

  /** What the owners were not told of yet, unless they got a message a moment ago. */
  async findNews(
    lease: ScanLease,
    options: { minConfidence: number; quietMs: number; limit: number },
  ): Promise<Array<{ id: string; title: string; explanation: string }>> {
    const { rows } = await this.#knex.raw(
      `SELECT a.id, a.title, a.explanation FROM anomalies a
       JOIN scan_cursor s USING (cluster, namespace)
       WHERE a.cluster = ? AND a.namespace = ? AND a.ended_at IS NULL
         AND a.notified_at IS NULL AND a.confidence >= ? AND a.owner = s.owner
         AND (s.notified_at IS NULL OR s.notified_at < now() - ? * interval '1 millisecond')
         AND NOT EXISTS (
           SELECT FROM anomaly_mutes m
           WHERE m.cluster = a.cluster AND m.namespace = a.namespace
             AND m.expires_at > now()
             AND (m.service IS NULL OR m.service = a.service)
             AND (m.subject IS NULL OR m.subject = a.subject)
             AND (m.kind IS NULL OR m.kind = a.kind))
       ORDER BY a.confidence DESC, a.onset, a.id LIMIT ?`,
      [
        lease.cluster,
        lease.namespace,
        options.minConfidence,
        options.quietMs,
        options.limit,
      ],
    );
    return rows;
  }

  async markNotified(lease: ScanLease, ids: string[]): Promise<void> {
    await this.#fenced(lease, async trx => {
      await trx('anomalies')
        .whereIn('id', ids)
        .update({ notified_at: trx.fn.now() });
      await trx('scan_cursor')
        .where(keyOf(lease))
        .update({ notified_at: trx.fn.now() });
    });
  }

  async #fenced(
    lease: ScanLease,
    write: (trx: Knex.Transaction) => Promise<void>,
  ): Promise<void> {
    await this.#knex.transaction(async trx => {
      const row = await trx('scan_cursor')
        .select('fencing_token')
        .where({ ...keyOf(lease), fencing_token: lease.token })
        .forUpdate()
        .first();
      if (!row) {
        throw new LeaseLostError(
          `The lease on ${lease.cluster}/${lease.namespace} was taken over`,
        );
      }
      await write(trx);
    });
  }
}

function keyOf({ cluster, namespace }: ScanLease) {
  return { cluster, namespace };
}

function inMs(knex: Knex, ms: number): Knex.Raw {
  // The database's clock, because several processes compare with it.
  return knex.raw("now() + ? * interval '1 millisecond'", [ms]);
}
