import {
  Anomaly,
  AnomalyMute,
  AnomalyState,
  NamespaceScan,
} from '@internal/plugin-observability-common';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { AnomalyCursor } from './cursor';
import {
  AnomalyRow,
  MuteRow,
  SELECT_ANOMALIES,
  toAnomaly,
  toMute,
} from './rows';
import { ScanProblem } from './types';

/** Retained rows that one statement removes, so that it does not hold its locks for long. */
const DELETE_BATCH = 1_000;

/** A namespace that the caller may read now. `owner`: only what was seen while this group owned it. @internal */
export type ReadableNamespace = {
  cluster: string;
  namespace: string;
  owner?: string;
};

/** @internal */
export type ListOptions = {
  readable: ReadableNamespace[];
  service?: string;
  state?: AnomalyState;
  signal?: 'metric' | 'log';
  /** Whether muted ones are among them. */
  muted: boolean;
  limit: number;
  cursor?: AnomalyCursor;
};

/** @internal */
export type NewMute = Omit<AnomalyMute, 'id' | 'createdAt' | 'expiresAt'> & {
  days: number;
};

/**
 * Anomalies and mutes as people see them. Every question names the namespaces that
 * the caller may read, and the database leaves out the rest.
 * @internal
 */
export class DatabaseAnomalyStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Newest onset first; one more than `limit` when there is a next page. */
  async list(options: ListOptions): Promise<Anomaly[]> {
    const { readable, cursor, service, state, signal, muted, limit } = options;
    if (readable.length === 0) return [];
    const conditions: string[] = [];
    const values: unknown[] = [...columnsOf(readable)];
    const where = (condition: string, ...bindings: unknown[]) => {
      conditions.push(condition);
      values.push(...bindings);
    };
    if (service !== undefined) where('a.service = ?', service);
    if (signal) where('a.signal = ?', signal);
    if (state === 'open') where('a.ended_at IS NULL');
    if (state === 'ended') where('a.ended_at IS NOT NULL');
    if (!muted) where('m.id IS NULL');
    if (cursor) {
      where(
        '(a.onset, a.id) < (?::timestamptz, ?::uuid)',
        cursor.onset,
        cursor.id,
      );
    }
    const { rows } = await this.#knex.raw<{ rows: AnomalyRow[] }>(
      `${SELECT_ANOMALIES}
       ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
       ORDER BY a.onset DESC, a.id DESC LIMIT ?`,
      [...values, limit + 1] as never,
    );
    return rows.map(toAnomaly);
  }

  /** When each of the namespaces was last scanned. */
  async scans(readable: ReadableNamespace[]): Promise<NamespaceScan[]> {
    const [clusters, namespaces] = columnsOf(readable);
    const { rows } = await this.#knex.raw<{
      rows: Array<{
        cluster: string;
        namespace: string;
        last_scan_at: Date | null;
        problems: ScanProblem[];
      }>;
    }>(
      `SELECT s.cluster, s.namespace, s.last_scan_at, s.problems FROM scan_cursor s
       JOIN unnest(?::text[], ?::text[]) AS r(cluster, namespace) USING (cluster, namespace)
       ORDER BY s.cluster, s.namespace`,
      [clusters, namespaces] as never,
    );
    return rows.map(({ cluster, namespace, last_scan_at, problems }) => ({
      cluster,
      namespace,
      ...(last_scan_at && { lastScanAt: last_scan_at.toISOString() }),
      problems: problems.map(({ message }) => message),
    }));
  }

  async listMutes(readable: ReadableNamespace[]): Promise<AnomalyMute[]> {
    const [clusters, namespaces] = columnsOf(readable);
    const { rows } = await this.#knex.raw<{ rows: MuteRow[] }>(
      `SELECT m.* FROM anomaly_mutes m
       JOIN unnest(?::text[], ?::text[]) AS r(cluster, namespace) USING (cluster, namespace)
       WHERE m.expires_at > now() ORDER BY m.created_at DESC, m.id`,
      [clusters, namespaces] as never,
    );
    return rows.map(toMute);
  }

  async createMute(mute: NewMute): Promise<AnomalyMute> {
    const { days, createdBy, ...rest } = mute;
    const [row] = await this.#knex('anomaly_mutes')
      .insert({
        ...rest,
        id: randomUUID(),
        created_by: createdBy,
        created_at: this.#knex.fn.now(),
        expires_at: this.#knex.raw("now() + ? * interval '1 day'", [days]),
      })
      .returning('*');
    return toMute(row as MuteRow);
  }

  async getMute(id: string): Promise<AnomalyMute | undefined> {
    const row = await this.#knex('anomaly_mutes')
      .where({ id })
      .where('expires_at', '>', this.#knex.fn.now())
      .first();
    return row && toMute(row as MuteRow);
  }

  async deleteMute(id: string): Promise<void> {
    await this.#knex('anomaly_mutes').where({ id }).delete();
  }

  /** Removes what ended before, and mutes that are over; answers with how many anomalies. */
  async removeOld(retentionMs: number, signal: AbortSignal): Promise<number> {
    let removed = 0;
    let batch: number;
    do {
      const { rowCount } = await this.#knex.raw<{ rowCount: number }>(
        `DELETE FROM anomalies WHERE id IN (
           SELECT id FROM anomalies
           WHERE ended_at < now() - ? * interval '1 millisecond'
           ORDER BY ended_at LIMIT ?)`,
        [retentionMs, DELETE_BATCH],
      );
      batch = rowCount;
      removed += batch;
    } while (batch === DELETE_BATCH && !signal.aborted);
    await this.#knex('anomaly_mutes')
      .where('expires_at', '<', this.#knex.fn.now())
      .delete();
    // Nobody scans the namespace any more, so nobody will see the end.
    await this.#knex.raw(
      `UPDATE anomalies a SET ended_at = last_seen_at
       WHERE ended_at IS NULL AND last_seen_at < now() - interval '1 day'
         AND NOT EXISTS (SELECT FROM scan_cursor s
           WHERE s.cluster = a.cluster AND s.namespace = a.namespace)`,
    );
    return removed;
  }
}

function columnsOf(readable: ReadableNamespace[]): string[][] {
  return [
    readable.map(({ cluster }) => cluster),
    readable.map(({ namespace }) => namespace),
    readable.map(({ owner }) => owner ?? ''),
  ];
}
