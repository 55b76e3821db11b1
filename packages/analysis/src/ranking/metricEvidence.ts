import { Edge, ownShares } from '../graph';
import { median } from '../series';
import type { Evidence, EvidenceKind } from './evidence';
import { MetricShift, metricShifts } from './metricShift';
import type { EntitySeries, SignalKind } from './types';

/** Using this much more of what it may use is one standard deviation at least. */
const MIN_UTILISATION_SCALE = 0.02;

const EVIDENCE_KINDS: Array<{
  signal: SignalKind;
  kind: EvidenceKind;
  /** Callers have what their callees have too much of. */
  passedOn: boolean;
}> = [
  { signal: 'cpu', kind: 'resource', passedOn: false },
  { signal: 'memory', kind: 'resource', passedOn: false },
  { signal: 'latency', kind: 'latency', passedOn: true },
  { signal: 'failure-share', kind: 'failures', passedOn: true },
];

/** Requests per point. */
type Traffic = ReadonlyMap<string, ReadonlyMap<number, number>>;

type Options = {
  series: readonly EntitySeries[];
  edges: readonly Edge[];
  onset: number;
  symptom?: string;
};

/**
 * Evidence from metrics: how unusual each entity's rise is, for what callees pass
 * on to callers the share of it that is the entity's own, and how much of the
 * symptom that would explain.
 *
 * @internal
 */
export function metricEvidence(options: Options): Evidence[] {
  const traffic: Traffic = new Map(
    options.series
      .filter(one => one.kind === 'traffic')
      .map(one => [one.entity, new Map(one.points)]),
  );
  return EVIDENCE_KINDS.flatMap(({ signal, kind, passedOn }) => {
    const series = options.series.filter(one => one.kind === signal);
    const shifts = metricShifts(
      series.map(one => ({
        ...one,
        minScale: minScaleOf(one, traffic, options.onset),
      })),
      options.onset,
    );
    const judged = passedOn
      ? attribute(series, shifts, traffic, options)
      : series.map((_, i) => ({ nats: shifts[i]?.nats ?? 0, note: '' }));
    return series.flatMap(({ entity }, i) => {
      const shift = shifts[i];
      const { nats, note } = judged[i];
      return shift
        ? [{ entity, kind, nats, summary: describe(signal, shift) + note }]
        : [];
    });
  });
}

/**
 * An entity is judged by its own share of its excess, and beyond that by the part of
 * the symptom's excess for which its own is enough.
 */
function attribute(
  series: readonly EntitySeries[],
  shifts: ReadonlyArray<MetricShift | undefined>,
  traffic: Traffic,
  { edges, onset, symptom }: Options,
): Array<{ nats: number; note: string }> {
  const excess = new Map(
    series.map((one, i) => [
      one.entity,
      excessOf(one, shifts[i]?.level, traffic, onset),
    ]),
  );
  const shares = ownShares(excess, edges);
  const noticed = shifts[series.findIndex(one => one.entity === symptom)];
  const whole = (symptom !== undefined && excess.get(symptom)) || 0;
  return series.map(({ entity }, i) => {
    const nats = shifts[i]?.nats ?? 0;
    const share = shares.get(entity) ?? 0;
    const own = share * (excess.get(entity) ?? 0);
    const enough = whole > 0 ? Math.min(1, own / whole) : 0;
    const note = `, ${percent(share)} of it its own`;
    // An anomaly too small for the symptom may be another story: half of it stands by
    // itself. The symptom is explained no better than its explanation is seen.
    const relevant = whole > 0 ? (1 + enough) / 2 : 1;
    return {
      nats:
        nats * share * relevant + Math.min(nats, noticed?.nats ?? 0) * enough,
      note:
        whole > 0
          ? `${note}, enough for ${percent(enough)} of the symptom`
          : note,
    };
  });
}

/** What there is too much of since the onset: time or failures, summed over requests. */
function excessOf(
  { entity, points }: EntitySeries,
  level: number | undefined,
  traffic: Traffic,
  onset: number,
): number {
  let sum = 0;
  for (const [time, value] of points) {
    if (time >= onset && level !== undefined) {
      sum += (value - level) * (traffic.get(entity)?.get(time) ?? 1);
    }
  }
  return Math.max(0, sum);
}

function minScaleOf(
  { entity, kind, points }: EntitySeries,
  traffic: Traffic,
  onset: number,
): number {
  switch (kind) {
    case 'cpu':
    case 'memory':
      return MIN_UTILISATION_SCALE;
    case 'failure-share': {
      // A share of few requests varies by counting alone (binomial, half a failure added).
      const after = points.filter(([time]) => time >= onset);
      const requests = median(
        after.map(([time]) => traffic.get(entity)?.get(time) ?? 1),
      );
      const before = points.filter(([time]) => time < onset);
      const level = median(before.map(([, value]) => value)) || 0;
      const n = Math.max(1, requests || 1);
      const p = Math.min(1, Math.max(0, (level * n + 0.5) / (n + 1)));
      return Math.sqrt((p * (1 - p)) / n);
    }
    default:
      return 0;
  }
}

function describe(signal: SignalKind, { level, peak }: MetricShift): string {
  return `${signal} from ${format(level)} to ${format(peak)}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function format(value: number): string {
  return String(Number(value.toPrecision(3)));
}
