import type { MetricSink } from '../../types';

export type Labels = Readonly<Record<string, string>>;

/** Where a scrape's samples go: every sink, with one time. */
export class Scrape {
  readonly #sinks: MetricSink[];
  readonly timeMs: number;
  readonly intervalMs: number;

  constructor(sinks: MetricSink[], timeMs: number, intervalMs: number) {
    this.#sinks = sinks;
    this.timeMs = timeMs;
    this.intervalMs = intervalMs;
  }

  add(labels: Labels, value: number, timeMs = this.timeMs): void {
    for (const sink of this.#sinks) {
      sink.addSample(labels, timeMs, value);
    }
  }
}

/**
 * The label sets of one target. Each is made once, so that a sink gets the same
 * object for every sample of a series.
 */
export class LabelSets {
  readonly #common: Labels;
  readonly #sets = new Map<string, Map<string, Labels>>();

  constructor(common: Labels) {
    this.#common = common;
  }

  /** The labels of a metric; `extra` tells series of one metric apart. */
  of(metric: string, extraName = '', extraValue = '', more?: Labels): Labels {
    let sets = this.#sets.get(metric);
    if (!sets) {
      sets = new Map();
      this.#sets.set(metric, sets);
    }
    let labels = sets.get(extraValue);
    if (!labels) {
      labels = Object.freeze({
        __name__: metric,
        ...this.#common,
        ...(extraName ? { [extraName]: extraValue } : {}),
        ...more,
      });
      sets.set(extraValue, labels);
    }
    return labels;
  }
}
