import { Edge, ownShares } from '../graph';
import { median, Point } from '../series';
import type { Evidence, EvidenceKind } from './evidence';
import { metricShifts, Shiftable } from './metricShift';
import { tailEvidence } from './tailEvidence';

/**
 * What a series measures. More is worse for each but `traffic`, which is only a
 * weight: requests per point.
 *
 * @public
 */
export type SignalKind =
  | 'cpu'
  | 'memory'
  | 'latency'
  | 'failure-share'
  | 'traffic';

/** @public */
export type EntitySeries = {
  entity: string;
  kind: SignalKind;
  /** The course around the onset, ascending. */
  points: readonly Point[];
  /** Another time without faults; without it the points before the onset are the past. */
  reference?: readonly Point[];
};

const EVIDENCE_KINDS: Record<
  Exclude<SignalKind, 'traffic'>,
  { kind: EvidenceKind; passedOn: boolean }
> = {
  cpu: { kind: 'resource', passedOn: false },
  memory: { kind: 'resource', passedOn: false },
  latency: { kind: 'latency', passedOn: true },
  'failure-share': { kind: 'failures', passedOn: true },
};

/**
 * Evidence from metrics: how unusual each entity's rise is and, for what callees
 * pass on to callers, which share of it is the entity's own.
 *
 * @internal
 */
export function metricEvidence(options: {
  series: readonly EntitySeries[];
  edges: readonly Edge[];
  onset: number;
}): Evidence[] {
  const { series, edges, onset } = options;
  const traffic = new Map(
    series
      .filter(one => one.kind === 'traffic')
      .map(one => [one.entity, new Map(one.points)]),
  );
  const evidence: Evidence[] = [];
  for (const [signal, { kind, passedOn }] of Object.entries(EVIDENCE_KINDS)) {
    const ofKind = series.filter(one => one.kind === signal);
    const shifts = metricShifts(
      ofKind.map(one => shiftable(one, traffic.get(one.entity), onset)),
      onset,
    );
    const shares = passedOn
      ? ownShares(excessOf(ofKind, traffic, onset), edges)
      : undefined;
    for (const [i, { entity }] of ofKind.entries()) {
      const shift = shifts[i];
      if (shift) {
        const share = shares?.get(entity) ?? (passedOn ? 0 : 1);
        evidence.push({
          entity,
          kind,
          nats: tailEvidence(shift.deviations) * share,
          summary: `${signal} from ${format(shift.level)} to ${format(
            shift.peak,
          )}${passedOn ? `, ${Math.round(share * 100)} % of it its own` : ''}`,
        });
      }
    }
  }
  return evidence;
}

/** A share of few requests varies by counting alone. */
function shiftable(
  one: EntitySeries,
  traffic: Map<number, number> | undefined,
  onset: number,
): Shiftable {
  if (one.kind !== 'failure-share') {
    return one;
  }
  const after = one.points.filter(([time]) => time >= onset);
  const requests = median(after.map(([time]) => traffic?.get(time) ?? 1));
  const before = one.points.filter(([time]) => time < onset);
  const level = before.length > 0 ? median(before.map(([, v]) => v)) : 0;
  const n = Math.max(1, requests || 1);
  const p = Math.min(1, Math.max(0, (level * n + 0.5) / (n + 1)));
  return { ...one, minScale: Math.sqrt((p * (1 - p)) / n) };
}

/** What there is too much of since the onset: time or failures, summed over requests. */
function excessOf(
  series: readonly EntitySeries[],
  traffic: ReadonlyMap<string, Map<number, number>>,
  onset: number,
): Map<string, number> {
  const excess = new Map<string, number>();
  for (const { entity, points, reference } of series) {
    const before = points.filter(([time]) => time < onset);
    const level = median(
      (before.length > 0 ? before : reference ?? []).map(([, v]) => v),
    );
    let sum = 0;
    for (const [time, value] of points) {
      if (time >= onset && !Number.isNaN(level)) {
        sum += (value - level) * (traffic.get(entity)?.get(time) ?? 1);
      }
    }
    excess.set(entity, Math.max(0, sum));
  }
  return excess;
}

function format(value: number): string {
  return String(Number(value.toPrecision(3)));
}
