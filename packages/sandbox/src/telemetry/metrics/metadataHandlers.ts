import { Clock } from '../../types';
import { ParsedRequest } from '../http';
import { formatNumber } from './formatNumber';
import { LabelFilter } from './labelFilters';
import { MemoryMetricStore, Series } from './MemoryMetricStore';
import { compareLabels } from './metricsql/series';
import { matchArgument, timeArgument } from './requestArguments';
import { DEFAULT_STEP_MS } from './queryAnswers';

const DAY_MS = 24 * 60 * 60 * 1000;

interface Deps {
  store: MemoryMetricStore;
  clock: Clock;
}

/** Serves `/api/v1/series`. */
export function listSeries(request: ParsedRequest, deps: Deps): string {
  const series = findSeries(request, deps, true);
  const data = series.map(({ labels }) => labels).sort(compareLabels);
  return success(limited(data, request));
}

/** Serves `/api/v1/labels`. */
export function listLabels(request: ParsedRequest, deps: Deps): string {
  const names = new Set<string>();
  for (const { labels } of findSeries(request, deps, false)) {
    Object.keys(labels).forEach(name => names.add(name));
  }
  return success(limited([...names].sort(), request));
}

/** Serves `/api/v1/label/NAME/values`. */
export function listLabelValues(
  name: string,
  request: ParsedRequest,
  deps: Deps,
): string {
  const values = new Set<string>();
  for (const { labels } of findSeries(request, deps, false)) {
    if (labels[name] !== undefined) values.add(labels[name]);
  }
  return success(limited([...values].sort(), request));
}

/** Serves `/api/v1/export`: a JSON line per series, or several where `max_rows_per_line` asks for it. */
export function exportSeries(
  request: ParsedRequest,
  { store, clock }: Deps,
): string {
  const { from, to } = timeRange(request, clock);
  const wanted = Number(request.form.get('max_rows_per_line'));
  const rows = wanted > 0 ? Math.ceil(wanted) : Infinity;
  const lines: string[] = [];
  for (const { labels, samples } of store.search(
    matchArgument(request, true),
    from,
    to,
  )) {
    const { times, values } = samples.slice(from - 1, to);
    const metric = JSON.stringify(labels);
    for (let i = 0; i < times.length; i += rows) {
      const numbers = Array.from(values.slice(i, i + rows), exportedNumber);
      const stamps = times.slice(i, i + rows).join(',');
      lines.push(
        `{"metric":${metric},"values":[${numbers.join(
          ',',
        )}],"timestamps":[${stamps}]}\n`,
      );
    }
  }
  return lines.join('');
}

function exportedNumber(value: number): string {
  const text = formatNumber(value);
  return Number.isFinite(value) ? text : JSON.stringify(text);
}

/** The series of a request. The index knows days, not times, as on the real server. */
function findSeries(
  request: ParsedRequest,
  { store, clock }: Deps,
  required: boolean,
): Series[] {
  const alternatives: LabelFilter[][] = matchArgument(request, required);
  const { from, to } = timeRange(request, clock);
  const first = from === 0 ? to - DEFAULT_STEP_MS : from;
  return store.search(
    alternatives,
    startOfDay(first),
    startOfDay(to) + DAY_MS - 1,
  );
}

function timeRange(
  { form }: ParsedRequest,
  clock: Clock,
): { from: number; to: number } {
  const now = clock.now();
  const from = timeArgument(form, 'start', 0, now);
  const to = form.get('end') ? timeArgument(form, 'end', now, now) : now;
  return { from, to: Math.max(from, to) };
}

function startOfDay(timeMs: number): number {
  return timeMs - (timeMs % DAY_MS);
}

function limited<T>(items: T[], { form }: ParsedRequest): T[] {
  const limit = Number(form.get('limit') ?? 0);
  return limit > 0 ? items.slice(0, limit) : items;
}

function success(data: unknown): string {
  return JSON.stringify({ status: 'success', data });
}
