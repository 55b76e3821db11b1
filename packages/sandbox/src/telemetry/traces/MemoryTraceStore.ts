import type { Span, TraceSink } from '../../types';
import { SpanNumbers, StoredSpan, StoredTrace } from './StoredTrace';

/** Some 60 bytes each. */
const DEFAULT_MAX_SPANS = 300_000;
const DEFAULT_RETENTION_MS = 6 * 60 * 60 * 1000;
/** Traces are forgotten in steps: a shift per trace would move the whole list each time. */
const FORGET_STEP = 512;
const US_PER_MS = 1000;

/** Options of {@link MemoryTraceStore}. */
export interface MemoryTraceStoreOptions {
  /** Default 300 000; the oldest traces go first. */
  maxSpans?: number;
  /** Default 6 hours before the newest trace. */
  retentionMs?: number;
}

/** What a span is called, and of which kind it is. */
export type Operation = { name: string; spanKind: string };

/** Traces in memory, about in the order of time, up to a number of spans and an age. */
export class MemoryTraceStore implements TraceSink {
  readonly #maxSpans: number;
  readonly #retentionUs: number;
  readonly #byId = new Map<string, StoredTrace>();
  readonly #operations = new Map<string, Map<string, Operation>>();
  readonly #numbers = new SpanNumbers();
  #traces: StoredTrace[] = [];
  #forgotten = 0;
  #spans = 0;
  #newestUs = 0;

  constructor(options: MemoryTraceStoreOptions = {}) {
    this.#maxSpans = options.maxSpans ?? DEFAULT_MAX_SPANS;
    this.#retentionUs =
      (options.retentionMs ?? DEFAULT_RETENTION_MS) * US_PER_MS;
  }

  addTrace(traceId: string, spans: readonly Span[]): void {
    if (spans.length === 0 || this.#byId.has(traceId)) {
      return;
    }
    const trace = new StoredTrace(traceId, spans, this.#numbers);
    this.#traces.push(trace);
    this.#byId.set(traceId, trace);
    this.#spans += trace.size;
    this.#newestUs = Math.max(this.#newestUs, trace.startUs);
    this.#learnOperations(spans);
    this.#forgetOld();
  }

  /** How much there is. */
  get size(): { traces: number; spans: number } {
    return { traces: this.#byId.size, spans: this.#spans };
  }

  get(traceId: string): StoredTrace | undefined {
    return this.#byId.get(traceId);
  }

  /** Every service that ever had a span. */
  services(): string[] {
    return [...this.#operations.keys()].sort();
  }

  operations(service: string): Operation[] {
    return [...(this.#operations.get(service)?.values() ?? [])];
  }

  /** The newest traces with a span of the service that is wanted, newest first; `limit` 0 is no limit. */
  find(
    query: { service: string; startUs: number; endUs: number; limit: number },
    wanted: (span: StoredSpan, trace: StoredTrace) => boolean,
  ): StoredTrace[] {
    const { service, startUs, endUs, limit } = query;
    const found: StoredTrace[] = [];
    for (const trace of this.all()) {
      if (trace.startUs <= endUs && trace.lastStartUs >= startUs) {
        for (let i = 0; i < trace.size; i++) {
          const { resource } = trace.description(i);
          if (
            resource['service.name'] === service &&
            wanted(trace.span(i), trace)
          ) {
            found.push(trace);
            break;
          }
        }
      }
    }
    found.sort((a, b) => b.startUs - a.startUs);
    return limit > 0 ? found.slice(0, limit) : found;
  }

  /** Every trace, oldest first. */
  *all(): Iterable<StoredTrace> {
    for (let i = this.#forgotten; i < this.#traces.length; i++) {
      yield this.#traces[i];
    }
  }

  #learnOperations(spans: readonly Span[]): void {
    for (const { description } of spans) {
      const service = description.resource['service.name'];
      let operations = this.#operations.get(service);
      if (!operations) {
        operations = new Map();
        this.#operations.set(service, operations);
      }
      const { name, kind } = description;
      const key = `${kind} ${name}`;
      if (!operations.has(key)) {
        operations.set(key, { name, spanKind: kind });
      }
    }
  }

  #forgetOld(): void {
    const oldestUs = this.#newestUs - this.#retentionUs;
    while (
      this.#spans > this.#maxSpans ||
      this.#traces[this.#forgotten].startUs < oldestUs
    ) {
      const trace = this.#traces[this.#forgotten];
      this.#byId.delete(trace.traceId);
      this.#spans -= trace.size;
      this.#forgotten += 1;
      if (this.#forgotten === this.#traces.length) {
        break;
      }
    }
    if (
      this.#forgotten >= FORGET_STEP ||
      this.#forgotten === this.#traces.length
    ) {
      this.#traces = this.#traces.slice(this.#forgotten);
      this.#forgotten = 0;
    }
  }
}
