/** How a function over a window takes its arguments and treats its series. */
export interface RollupTraits {
  /** Which argument is the series; 0 unless said otherwise. */
  seriesArg?: number;
  /** How many arguments there are; 1 unless said otherwise. */
  args?: number;
  /** Whether samples before the window matter to it. */
  looksBack?: boolean;
  /** Whether a missing window is widened so that it holds two samples. */
  adjustsWindow?: boolean;
  removesCounterResets?: boolean;
  keepsMetricName?: boolean;
}

/** Functions over a window that are implemented. */
export const ROLLUP_TRAITS: Readonly<Record<string, RollupTraits>> = {
  absent_over_time: {},
  avg_over_time: { keepsMetricName: true },
  changes: { looksBack: true },
  count_over_time: {},
  default_rollup: {
    looksBack: true,
    adjustsWindow: true,
    keepsMetricName: true,
  },
  delta: { looksBack: true },
  deriv: { adjustsWindow: true },
  deriv_fast: { looksBack: true, adjustsWindow: true },
  distinct_over_time: {},
  first_over_time: { keepsMetricName: true },
  idelta: { looksBack: true },
  ideriv: { looksBack: true, adjustsWindow: true },
  increase: { looksBack: true, removesCounterResets: true },
  increase_pure: { looksBack: true, removesCounterResets: true },
  irate: { looksBack: true, adjustsWindow: true, removesCounterResets: true },
  lag: { looksBack: true },
  last_over_time: { keepsMetricName: true },
  lifetime: { looksBack: true },
  mad_over_time: {},
  max_over_time: { keepsMetricName: true },
  median_over_time: { keepsMetricName: true },
  min_over_time: { keepsMetricName: true },
  predict_linear: { args: 2, keepsMetricName: true },
  present_over_time: {},
  quantile_over_time: { args: 2, seriesArg: 1, keepsMetricName: true },
  range_over_time: {},
  rate: { looksBack: true, adjustsWindow: true, removesCounterResets: true },
  resets: { looksBack: true },
  stddev_over_time: {},
  stdvar_over_time: {},
  sum_over_time: {},
  tfirst_over_time: {},
  timestamp: { adjustsWindow: true },
  tlast_over_time: {},
};

export const AGGREGATES: ReadonlySet<string> = new Set([
  'any',
  'avg',
  'bottomk',
  'count',
  'count_values',
  'distinct',
  'group',
  'limitk',
  'max',
  'median',
  'min',
  'quantile',
  'share',
  'stddev',
  'stdvar',
  'sum',
  'sum2',
  'topk',
]);

/** Functions of whole series that are implemented; the empty name is `(a, b)`. */
export const TRANSFORMS: ReadonlySet<string> = new Set([
  '',
  'abs',
  'absent',
  'ceil',
  'clamp',
  'clamp_max',
  'clamp_min',
  'day_of_month',
  'day_of_week',
  'day_of_year',
  'days_in_month',
  'end',
  'exp',
  'floor',
  'histogram_quantile',
  'hour',
  'label_copy',
  'label_del',
  'label_join',
  'label_keep',
  'label_replace',
  'label_set',
  'limit_offset',
  'ln',
  'log10',
  'log2',
  'minute',
  'month',
  'now',
  'pi',
  'round',
  'scalar',
  'sgn',
  'sort',
  'sort_by_label',
  'sort_by_label_desc',
  'sort_desc',
  'sqrt',
  'start',
  'step',
  'time',
  'union',
  'vector',
  'year',
]);

/**
 * Names that VictoriaMetrics takes for an aggregate although the sandbox has
 * none. They parse as one, and are refused.
 */
export const UNSUPPORTED_AGGREGATES: ReadonlySet<string> = new Set([
  'geomean',
  'histogram',
  'mad',
  'mode',
  'outliers_iqr',
  'outliers_mad',
  'outliersk',
  'quantiles',
  'zscore',
  ...['topk', 'bottomk'].flatMap(name =>
    ['avg', 'max', 'median', 'last', 'min'].map(suffix => `${name}_${suffix}`),
  ),
]);
