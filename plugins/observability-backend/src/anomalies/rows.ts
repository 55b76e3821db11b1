import { Anomaly, AnomalyMute } from '@internal/plugin-observability-common';

/** @internal */
export type MuteRow = {
  id: string;
  cluster: string;
  namespace: string;
  service: string | null;
  subject: string | null;
  kind: string | null;
  reason: string;
  created_by: string;
  created_at: Date;
  expires_at: Date;
};

/** @internal */
export type AnomalyRow = {
  id: string;
  cluster: string;
  namespace: string;
  service: string;
  signal: 'metric' | 'log';
  subject: string;
  kind: string;
  direction: Anomaly['direction'];
  title: string;
  onset: Date;
  detected_at: Date;
  last_seen_at: Date;
  ended_at: Date | null;
  confidence: number;
  explanation: string;
  query: string;
  window_from: Date;
  window_to: Date;
  points: Array<[number, number]>;
  mute:
    | (Omit<MuteRow, 'created_at' | 'expires_at'> & {
        created_at: string;
        expires_at: string;
      })
    | null;
};

/**
 * Anomalies of namespaces that are given as three arrays (cluster, namespace, owner
 * or an empty string), each with the mute that holds longest.
 * @internal
 */
export const SELECT_ANOMALIES = `
  SELECT a.*, to_jsonb(m) AS mute
  FROM unnest(?::text[], ?::text[], ?::text[]) AS r(cluster, namespace, owner)
  JOIN anomalies a ON a.cluster = r.cluster AND a.namespace = r.namespace
    AND (r.owner = '' OR a.owner = r.owner)
  LEFT JOIN LATERAL (
    SELECT * FROM anomaly_mutes m
    WHERE m.cluster = a.cluster AND m.namespace = a.namespace
      AND m.expires_at > now()
      AND (m.service IS NULL OR m.service = a.service)
      AND (m.subject IS NULL OR m.subject = a.subject)
      AND (m.kind IS NULL OR m.kind = a.kind)
    ORDER BY m.expires_at DESC, m.id LIMIT 1
  ) m ON true`;

/** @internal */
export function toAnomaly(row: AnomalyRow): Anomaly {
  return {
    id: row.id,
    cluster: row.cluster,
    namespace: row.namespace,
    ...(row.service && { service: row.service }),
    signal: row.signal,
    subject: row.subject,
    title: row.title,
    kind: row.kind,
    direction: row.direction,
    onset: row.onset.toISOString(),
    detectedAt: row.detected_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    ...(row.ended_at && { endedAt: row.ended_at.toISOString() }),
    state: row.ended_at ? 'ended' : 'open',
    confidence: row.confidence,
    explanation: row.explanation,
    query: row.query,
    window: {
      from: row.window_from.toISOString(),
      to: row.window_to.toISOString(),
    },
    points: row.points,
    ...(row.mute && {
      muted: toMute({
        ...row.mute,
        created_at: new Date(row.mute.created_at),
        expires_at: new Date(row.mute.expires_at),
      }),
    }),
  };
}

/** @internal */
export function toMute(row: MuteRow): AnomalyMute {
  return {
    id: row.id,
    cluster: row.cluster,
    namespace: row.namespace,
    ...(row.service !== null && { service: row.service }),
    ...(row.subject !== null && { subject: row.subject }),
    ...(row.kind !== null && { kind: row.kind }),
    reason: row.reason,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  };
}
