import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { ScanLease, Sighting } from './types';

/** What a log line may hold and Postgres does not take: NUL, and halves of surrogate pairs that stand alone. */
// eslint-disable-next-line no-control-regex -- removing it is the purpose
const UNFIT = /\u0000|\p{Surrogate}/gu;

/** Opens a row, or goes on with the one that is open. @internal */
export async function writeSighting(
  trx: Knex.Transaction,
  { cluster, namespace, owner }: ScanLease,
  sighting: Sighting,
): Promise<void> {
  const { onset, window, points, ...texts } = sighting;
  const rest = Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [
      key,
      typeof value === 'string' ? value.replace(UNFIT, '') : value,
    ]),
  );
  await trx('anomalies')
    .insert({
      ...rest,
      id: randomUUID(),
      cluster,
      namespace,
      owner,
      onset,
      detected_at: trx.fn.now(),
      last_seen_at: trx.fn.now(),
      window_from: window.from,
      window_to: window.to,
      points: JSON.stringify(points),
    })
    .onConflict(
      trx.raw(
        '(cluster, namespace, service, signal, subject, kind, direction) WHERE ended_at IS NULL',
      ),
    )
    .merge({
      last_seen_at: trx.fn.now(),
      clean_scans: 0,
      onset: trx.raw('least(anomalies.onset, excluded.onset)'),
      title: trx.raw('excluded.title'),
      confidence: trx.raw('excluded.confidence'),
      explanation: trx.raw('excluded.explanation'),
      query: trx.raw('excluded.query'),
      window_from: trx.raw('excluded.window_from'),
      window_to: trx.raw('excluded.window_to'),
      points: trx.raw('excluded.points'),
    } as never);
}
