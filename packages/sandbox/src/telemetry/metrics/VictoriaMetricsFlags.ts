/** The start flags of the real server that change answers, with its defaults. */
export interface VictoriaMetricsFlags {
  /** -search.latencyOffset: samples younger than this are hidden. */
  latencyOffsetMs: number;
  /** -search.maxPointsPerTimeseries */
  maxPointsPerSeries: number;
  /** -search.maxUniqueTimeseries */
  maxSeries: number;
  /** -search.maxQueryDuration */
  maxQueryDurationMs: number;
  /** -search.maxQueryLen in bytes */
  maxQueryBytes: number;
  /** -search.maxLookback; 0 leaves the rule to the samples' own interval. */
  maxLookbackMs: number;
}

/** What the real server starts with. */
export const DEFAULT_VICTORIA_METRICS_FLAGS: VictoriaMetricsFlags = {
  latencyOffsetMs: 30_000,
  maxPointsPerSeries: 30_000,
  maxSeries: 300_000,
  maxQueryDurationMs: 30_000,
  maxQueryBytes: 16 * 1024,
  maxLookbackMs: 0,
};
