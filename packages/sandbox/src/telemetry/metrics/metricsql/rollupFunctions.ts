import { quantile } from './quantile';
import { RollupFunction, Window } from './rollup';

/** Values closer than this share of their size count as equal. */
const RELATIVE_PRECISION = 1e-12;

/** Functions over a window that take no argument besides the series. */
export const ROLLUP_FUNCTIONS: Readonly<Record<string, RollupFunction>> = {
  absent_over_time: window => (size(window) === 0 ? 1 : NaN),
  avg_over_time: window => sum(window) / size(window),
  changes,
  count_over_time: window => size(window) || NaN,
  default_rollup: last,
  delta,
  deriv: window => linearRegression(window).slope,
  deriv_fast: derivFast,
  distinct_over_time: window => new Set(valuesOf(window)).size || NaN,
  first_over_time: first,
  idelta,
  ideriv,
  increase: delta,
  increase_pure: increasePure,
  irate: ideriv,
  lag,
  last_over_time: last,
  lifetime,
  mad_over_time: mad,
  max_over_time: window => extreme(window, (a, b) => a > b),
  median_over_time: window => quantile(0.5, valuesOf(window)),
  min_over_time: window => extreme(window, (a, b) => a < b),
  present_over_time: window => (size(window) > 0 ? 1 : NaN),
  range_over_time: window =>
    extreme(window, (a, b) => a > b) - extreme(window, (a, b) => a < b),
  rate: derivFast,
  resets,
  stddev_over_time: window => Math.sqrt(variance(window)),
  stdvar_over_time: variance,
  sum_over_time: window => (size(window) === 0 ? NaN : sum(window)),
  tfirst_over_time: window =>
    size(window) === 0 ? NaN : window.times[window.from] / 1000,
  timestamp: lastTime,
  tlast_over_time: lastTime,
};

/** `quantile_over_time(phi, …)`: φ may change along the grid. */
export function quantileOverTime(phis: Float64Array): RollupFunction {
  return window => quantile(phis[window.index], valuesOf(window));
}

/** `predict_linear(…, seconds)` */
export function predictLinear(seconds: Float64Array): RollupFunction {
  return window => {
    const { value, slope } = linearRegression(window);
    return value + slope * seconds[window.index];
  };
}

function size(window: Window): number {
  return window.to - window.from;
}

function valuesOf(window: Window): Float64Array {
  return window.values.subarray(window.from, window.to);
}

function first(window: Window): number {
  return size(window) === 0 ? NaN : window.values[window.from];
}

function last(window: Window): number {
  return size(window) === 0 ? NaN : window.values[window.to - 1];
}

function lastTime(window: Window): number {
  return size(window) === 0 ? NaN : window.times[window.to - 1] / 1000;
}

function sum({ values, from, to }: Window): number {
  let total = 0;
  for (let i = from; i < to; i++) total += values[i];
  return total;
}

function extreme(
  window: Window,
  better: (a: number, b: number) => boolean,
): number {
  let best = first(window);
  for (let i = window.from; i < window.to; i++) {
    if (better(window.values[i], best)) best = window.values[i];
  }
  return best;
}

function variance({ values, from, to }: Window): number {
  if (to === from) return NaN;
  if (to - from === 1) return 0;
  let average = 0;
  let squares = 0;
  for (let i = from; i < to; i++) {
    const next = average + (values[i] - average) / (i - from + 1);
    squares += (values[i] - average) * (values[i] - next);
    average = next;
  }
  return squares / (to - from);
}

function mad(window: Window): number {
  const median = quantile(0.5, valuesOf(window));
  return quantile(
    0.5,
    valuesOf(window).map(value => Math.abs(value - median)),
  );
}

/**
 * Also `increase`. Unlike Prometheus nothing is extrapolated: the change is taken
 * from the last sample before the window, and a counter that appears inside it
 * counts from zero unless it starts high.
 */
function delta(window: Window): number {
  const { values, to } = window;
  let { from, previousValue: previous } = window;
  if (Number.isNaN(previous)) {
    if (from === to) return NaN;
    if (!Number.isNaN(window.realPreviousValue)) {
      return values[to - 1] - window.realPreviousValue;
    }
    let change = 0;
    if (to - from > 1) change = values[from + 1] - values[from];
    else if (!Number.isNaN(window.nextValue))
      change = window.nextValue - values[from];
    if (Math.abs(values[from]) < 10 * (Math.abs(change) + 1)) {
      previous = 0;
    } else {
      previous = values[from];
      from++;
    }
  }
  return from === to ? 0 : values[to - 1] - previous;
}

function increasePure(window: Window): number {
  let previous = window.previousValue;
  if (Number.isNaN(previous)) {
    if (size(window) === 0) return NaN;
    previous = Number.isNaN(window.realPreviousValue)
      ? 0
      : window.realPreviousValue;
  }
  return size(window) === 0 ? 0 : last(window) - previous;
}

/** Also `rate`: the change per second since the last sample before the window, or since the first one inside. */
function derivFast(window: Window): number {
  let { previousValue: previous, previousTime: since } = window;
  if (Number.isNaN(previous)) {
    if (size(window) < 2) return NaN;
    previous = first(window);
    since = window.times[window.from];
  } else if (size(window) === 0) {
    return 0;
  }
  return (
    (last(window) - previous) / ((window.times[window.to - 1] - since) / 1000)
  );
}

/** Also `irate`: the change per second between the last two samples. */
function ideriv(window: Window): number {
  const { values, times, from, to } = window;
  if (from === to) return NaN;
  const end = times[to - 1];
  let i = to - 2;
  while (i >= from && times[i] >= end) i--;
  if (i >= from) {
    return (values[to - 1] - values[i]) / ((end - times[i]) / 1000);
  }
  if (Number.isNaN(window.previousValue)) return to - from === 1 ? NaN : 0;
  return (
    (values[to - 1] - window.previousValue) /
    ((end - window.previousTime) / 1000)
  );
}

function idelta(window: Window): number {
  const { values, from, to, previousValue } = window;
  if (from === to) return Number.isNaN(previousValue) ? NaN : 0;
  if (to - from > 1) return values[to - 1] - values[to - 2];
  return Number.isNaN(previousValue)
    ? values[to - 1]
    : values[to - 1] - previousValue;
}

function changes(window: Window): number {
  const { values, to } = window;
  let { from, previousValue: previous } = window;
  let count = 0;
  if (Number.isNaN(previous)) {
    if (from === to) return NaN;
    if (Number.isNaN(window.realPreviousValue)) {
      count = 1;
      previous = values[from];
      from++;
    } else {
      previous = window.realPreviousValue;
    }
  }
  for (let i = from; i < to; i++) {
    if (values[i] !== previous && !nearlyEqual(values[i], previous)) {
      count++;
      previous = values[i];
    }
  }
  return count;
}

function resets(window: Window): number {
  const { values, to } = window;
  let { from, previousValue: previous } = window;
  if (from === to) return Number.isNaN(previous) ? NaN : 0;
  if (Number.isNaN(previous)) {
    previous = values[from];
    from++;
  }
  let count = 0;
  for (let i = from; i < to; i++) {
    if (values[i] < previous && nearlyEqual(values[i], previous)) continue;
    if (values[i] < previous) count++;
    previous = values[i];
  }
  return count;
}

function nearlyEqual(value: number, previous: number): boolean {
  return Math.abs(value - previous) < RELATIVE_PRECISION * Math.abs(value);
}

function lag(window: Window): number {
  if (size(window) === 0) {
    return Number.isNaN(window.previousValue)
      ? NaN
      : (window.now - window.previousTime) / 1000;
  }
  return (window.now - window.times[window.to - 1]) / 1000;
}

function lifetime(window: Window): number {
  const { times, from, to } = window;
  if (Number.isNaN(window.previousValue)) {
    return to - from < 2 ? NaN : (times[to - 1] - times[from]) / 1000;
  }
  return from === to ? NaN : (times[to - 1] - window.previousTime) / 1000;
}

function linearRegression(window: Window): { value: number; slope: number } {
  const { values, times, from, to, now } = window;
  const count = to - from;
  if (count === 0) return { value: NaN, slope: NaN };
  if (valuesOf(window).every(value => value === values[from])) {
    return { value: values[from], slope: 0 };
  }
  let sumV = 0;
  let sumT = 0;
  let sumTV = 0;
  let sumTT = 0;
  for (let i = from; i < to; i++) {
    const t = (times[i] - now) / 1000;
    sumV += values[i];
    sumT += t;
    sumTV += t * values[i];
    sumTT += t * t;
  }
  const spread = sumTT - (sumT * sumT) / count;
  const slope =
    Math.abs(spread) >= 1e-6 ? (sumTV - (sumT * sumV) / count) / spread : 0;
  return { value: sumV / count - (slope * sumT) / count, slope };
}
