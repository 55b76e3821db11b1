import { Counts } from './model';

/** What is known of the syncs of this process. */
export type SyncReport = {
  /** No sync has succeeded for longer than `staleAfter`. */
  stale: boolean;
  /** ISO time; absent until one succeeded. */
  lastSuccess?: string;
  lastFullSync?: string;
  counts?: Counts;
  /** Since the last success. */
  failures: number;
  lastError?: string;
};

/** Remembers how the syncs went, and puts it into a sentence. */
export class SyncStatus {
  readonly #staleAfterMs: number;
  readonly #startedAtMs = Date.now();
  #lastSuccessMs?: number;
  #lastFullSyncMs?: number;
  #counts?: Counts;
  #failures = 0;
  #lastError?: string;

  constructor(options: { staleAfterMs: number }) {
    this.#staleAfterMs = options.staleAfterMs;
  }

  get lastFullSyncMs(): number | undefined {
    return this.#lastFullSyncMs;
  }

  succeeded(options: { full: boolean; counts: Counts }): void {
    this.#lastSuccessMs = Date.now();
    if (options.full) this.#lastFullSyncMs = this.#lastSuccessMs;
    this.#counts = options.counts;
    this.#failures = 0;
    this.#lastError = undefined;
  }

  failed(error: Error): void {
    this.#failures += 1;
    this.#lastError = error.message;
  }

  report(): SyncReport {
    const ageMs = Date.now() - (this.#lastSuccessMs ?? this.#startedAtMs);
    return {
      stale: ageMs > this.#staleAfterMs,
      lastSuccess: toIso(this.#lastSuccessMs),
      lastFullSync: toIso(this.#lastFullSyncMs),
      counts: this.#counts,
      failures: this.#failures,
      lastError: this.#lastError,
    };
  }

  /** How old what the catalog has is, for a log line. */
  describe(): string {
    const { lastSuccess, failures, stale } = this.report();
    return `${stale ? 'STALE, ' : ''}last sync ${
      lastSuccess ?? 'before this start, or never'
    }, ${failures} failed since`;
  }
}

function toIso(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
