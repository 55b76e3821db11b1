/** The start flags of the real server that change answers, with its defaults. */
export interface VictoriaLogsFlags {
  /** -search.maxQueryDuration */
  maxQueryDurationMs: number;
  /** -insert.maxLineSizeBytes: longer lines are dropped without a word. */
  maxLineBytes: number;
  /** -futureRetention: lines of later days are dropped without a word. */
  futureRetentionMs: number;
}

/** What the real server starts with. */
export const DEFAULT_VICTORIA_LOGS_FLAGS: VictoriaLogsFlags = {
  maxQueryDurationMs: 30_000,
  maxLineBytes: 256 * 1024,
  futureRetentionMs: 2 * 24 * 60 * 60 * 1000,
};
