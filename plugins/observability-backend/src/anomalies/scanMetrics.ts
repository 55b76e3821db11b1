import { stringifyError } from '@backstage/errors';
import {
  ChartSeries,
  SeriesAnomaly,
} from '@internal/plugin-observability-common';
import { ObservabilityService } from '@internal/plugin-observability-node';
import { NamespaceRef, TenantScope } from '@internal/plugin-tenancy-common';
import { panels } from '../metrics/catalogue';
import { judgePanel } from '../metrics/loadPanel';
import { Panel } from '../metrics/types';
import { metricsPart, ScanProblem, Sighting, Window } from './types';

/** Points of a sparkline. */
const MAX_POINTS = 60;
/** A percentile of few requests jumps now and then: what lasts is told, by the next scan at the latest. */
const MIN_LASTING_MS = 3 * 60_000;

/** What is unusual in the metrics of one workload now: every panel of the catalogue, one query at a time. @internal */
export async function scanMetrics(options: {
  observability: ObservabilityService;
  namespace: NamespaceRef;
  scope: TenantScope;
  service: string;
  window: Window;
  /** Ended before: not worth telling. */
  since: Date;
  minConfidence: number;
  signal: AbortSignal;
}): Promise<{ sightings: Sighting[]; problems: ScanProblem[] }> {
  const { observability, namespace, scope, service, window, signal } = options;
  const sightings = new Map<string, Sighting>();
  const problems: ScanProblem[] = [];
  for (const panel of panels) {
    try {
      const parts = await judgePanel({
        ...{ panel, scope, window, observability, signal },
        subject: { ...namespace, service },
        concurrency: 1,
      });
      for (const { query, series, anomalies } of parts) {
        for (const anomaly of anomalies) {
          if (!isNews(panel, anomaly, options)) continue;
          // One a panel, kind and direction: three quantiles and ten pods tell of one event.
          const key = `${panel.id} ${anomaly.kind} ${anomaly.direction}`;
          const known = sightings.get(key);
          if (known && known.confidence >= anomaly.confidence) continue;
          const one = series.find(({ name }) => name === anomaly.series);
          sightings.set(key, {
            signal: 'metric',
            service,
            subject: panel.id,
            title: `${panel.title} of ${service}`,
            kind: anomaly.kind,
            direction: anomaly.direction,
            onset: new Date(anomaly.from),
            confidence: anomaly.confidence,
            explanation: `${panel.title} of ${service}: ${anomaly.explanation}`,
            query,
            window,
            points: sparkline(one),
          });
        }
      }
    } catch (error) {
      if (signal.aborted) throw error;
      problems.push({
        part: metricsPart(service),
        message: `${
          panel.title
        } of ${service} could not be read: ${stringifyError(error)}`,
      });
    }
  }
  return { sightings: withoutEchoes([...sightings.values()]), problems };
}

/** A series that goes to another level varies more on its way: that is one event and not two. */
function withoutEchoes(sightings: Sighting[]): Sighting[] {
  const shifted = new Set(
    sightings
      .filter(({ kind }) => kind === 'level-shift')
      .map(({ subject, direction }) => `${subject} ${direction}`),
  );
  return sightings.filter(
    ({ kind, subject, direction }) =>
      !['variance-shift', 'outlier'].includes(kind) ||
      !shifted.has(`${subject} ${direction}`),
  );
}

function isNews(
  { badDirection }: Panel,
  { confidence, direction, kind, from, to }: SeriesAnomaly,
  options: { minConfidence: number; since: Date; window: Window },
): boolean {
  const { minConfidence, since, window } = options;
  const end = to === undefined ? +window.to : Date.parse(to);
  return (
    confidence >= minConfidence &&
    (kind === 'exhaustion' || end - Date.parse(from) >= MIN_LASTING_MS) &&
    (to === undefined || Date.parse(to) >= since.getTime()) &&
    (!badDirection || direction === 'none' || direction === badDirection)
  );
}

/** The shape of a series in few points, its peaks kept. */
function sparkline(series: ChartSeries | undefined): Array<[number, number]> {
  const points = (series?.points ?? []).filter(([, value]) =>
    Number.isFinite(value),
  );
  const size = Math.ceil(points.length / MAX_POINTS);
  const kept: Array<[number, number]> = [];
  for (let i = 0; i < points.length; i += size) {
    kept.push(
      points
        .slice(i, i + size)
        .reduce((a, b) => (Math.abs(b[1]) > Math.abs(a[1]) ? b : a)),
    );
  }
  return kept;
}
