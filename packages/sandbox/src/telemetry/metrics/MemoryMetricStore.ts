import { MetricSink } from '../../types';
import { LabelFilter, matchesFilter } from './labelFilters';
import { SampleRing, Samples } from './SampleRing';

/** How long samples are kept unless the caller says otherwise. */
export const DEFAULT_METRIC_RETENTION_MS = 6 * 60 * 60 * 1000;
/** Series without a sample inside the retention are looked for this often. */
const SWEEP_INTERVAL_MS = 5 * 60 * 1000;

/** One time series, its labels sorted by name with `__name__` first. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: SampleRing;
}

/** The samples of a series that a search found. */
export interface FoundSeries extends Samples {
  labels: Readonly<Record<string, string>>;
}

/**
 * Time series in memory with VictoriaMetrics' view of labels: an empty value is
 * the same as no label.
 */
export class MemoryMetricStore implements MetricSink {
  readonly #retentionMs: number;
  readonly #series = new Map<string, Series>();
  /** Label name → label value → the series that carry it. */
  readonly #index = new Map<string, Map<string, Set<Series>>>();
  /** The world passes the same label objects again and again. */
  #known = new WeakMap<object, Series>();
  #newest = -Infinity;
  #lastSweep = -Infinity;

  constructor(options: { retentionMs?: number } = {}) {
    this.#retentionMs = options.retentionMs ?? DEFAULT_METRIC_RETENTION_MS;
  }

  get seriesCount(): number {
    return this.#series.size;
  }

  addSample(
    labels: Readonly<Record<string, string>>,
    timeMs: number,
    value: number,
  ): void {
    if (timeMs < this.#newest - this.#retentionMs) {
      return;
    }
    const series = this.#seriesOf(labels);
    this.#newest = Math.max(this.#newest, timeMs);
    series.samples.add(timeMs, value, this.#newest - this.#retentionMs);
    if (this.#newest - this.#lastSweep >= SWEEP_INTERVAL_MS) {
      this.#sweep();
    }
  }

  /** Every series that matches one of the alternatives and has a sample in [`fromMs`, `toMs`]. */
  search(
    alternatives: LabelFilter[][],
    fromMs = -Infinity,
    toMs = Infinity,
  ): Series[] {
    const found = new Set<Series>();
    for (const filters of alternatives) {
      for (const series of this.#candidates(filters)) {
        if (
          series.samples.overlaps(fromMs, toMs) &&
          filters.every(filter =>
            matchesFilter(filter, series.labels[filter.label] ?? ''),
          )
        ) {
          found.add(series);
        }
      }
    }
    return [...found];
  }

  /** Forgets whole series, as `delete_series` does. */
  delete(alternatives: LabelFilter[][]): number {
    const series = this.search(alternatives);
    series.forEach(one => this.#remove(one));
    return series.length;
  }

  clear(): void {
    this.#series.clear();
    this.#index.clear();
    this.#known = new WeakMap();
    this.#newest = -Infinity;
    this.#lastSweep = -Infinity;
  }

  #candidates(filters: LabelFilter[]): Iterable<Series> {
    let smallest: Set<Series> | undefined;
    for (const { label, value, operator } of filters) {
      if (operator !== '=' || value === '') continue;
      const series = this.#index.get(label)?.get(value);
      if (!series) return [];
      if (!smallest || series.size < smallest.size) smallest = series;
    }
    return smallest ?? this.#series.values();
  }

  #seriesOf(labels: Readonly<Record<string, string>>): Series {
    const known = this.#known.get(labels);
    if (known) {
      return known;
    }
    const sorted = sortLabels(labels);
    const key = JSON.stringify(sorted);
    let series = this.#series.get(key);
    if (!series) {
      series = { labels: sorted, samples: new SampleRing() };
      this.#series.set(key, series);
      for (const [name, value] of Object.entries(sorted)) {
        let values = this.#index.get(name);
        if (!values) this.#index.set(name, (values = new Map()));
        const carriers = values.get(value);
        if (carriers) carriers.add(series);
        else values.set(value, new Set([series]));
      }
    }
    if (Object.isFrozen(labels)) {
      this.#known.set(labels, series);
    }
    return series;
  }

  #remove(series: Series): void {
    this.#series.delete(JSON.stringify(series.labels));
    for (const [name, value] of Object.entries(series.labels)) {
      const values = this.#index.get(name);
      const carriers = values?.get(value);
      carriers?.delete(series);
      if (carriers?.size === 0) values?.delete(value);
      if (values?.size === 0) this.#index.delete(name);
    }
    // A removed series must not come back through the objects remembered for it.
    this.#known = new WeakMap();
  }

  /** Pods come and go: without this their series would stay for ever. */
  #sweep(): void {
    this.#lastSweep = this.#newest;
    const oldest = this.#newest - this.#retentionMs;
    for (const series of [...this.#series.values()]) {
      if (!(series.samples.lastTime >= oldest)) this.#remove(series);
    }
  }
}

function sortLabels(labels: Readonly<Record<string, string>>) {
  const sorted: Record<string, string> = {};
  if (labels.__name__) sorted.__name__ = labels.__name__;
  for (const name of Object.keys(labels).sort()) {
    if (name !== '__name__' && labels[name] !== '') sorted[name] = labels[name];
  }
  return Object.freeze(sorted);
}
