import type { Span, SpanDescription } from '../../types';

/** Numbers that are kept of each span. */
const FIELDS = 4;
/** Spans whose numbers share one array: each array costs more than the numbers of one trace. */
const BLOCK_SPANS = 4_096;

/** Hands out places for the numbers of spans. A block goes when none of its traces is left. */
export class SpanNumbers {
  #block = new Int32Array(BLOCK_SPANS * FIELDS);
  #used = 0;

  allocate(spans: number): { block: Int32Array; offset: number } {
    const size = spans * FIELDS;
    if (size > this.#block.length) {
      return { block: new Int32Array(size), offset: 0 };
    }
    if (this.#used + size > this.#block.length) {
      this.#block = new Int32Array(BLOCK_SPANS * FIELDS);
      this.#used = 0;
    }
    const offset = this.#used;
    this.#used += size;
    return { block: this.#block, offset };
  }
}

/** A span as it comes out of a {@link StoredTrace}. */
export type StoredSpan = Omit<Span, 'extra'> & { index: number };

/** A trace in little memory: what its spans share is referred to, the rest are small numbers. */
export class StoredTrace {
  readonly traceId: string;
  readonly startUs: number;
  /** When the last of its spans starts. */
  readonly lastStartUs: number;
  /** Attributes of the first span alone. */
  readonly extra: Span['extra'];
  readonly #descriptions: SpanDescription[];
  readonly #numbers: Int32Array;
  readonly #offset: number;

  constructor(traceId: string, spans: readonly Span[], numbers: SpanNumbers) {
    this.traceId = traceId;
    this.startUs = spans[0].startUs;
    this.lastStartUs = Math.max(...spans.map(({ startUs }) => startUs));
    this.extra = spans[0].extra;
    this.#descriptions = spans.map(({ description }) => description);
    const { block, offset } = numbers.allocate(spans.length);
    this.#numbers = block;
    this.#offset = offset;
    spans.forEach(({ parent, startUs, durationUs, variable }, index) => {
      const start = startUs - this.startUs;
      block.set([parent, start, durationUs, variable], offset + index * FIELDS);
    });
  }

  /** How many spans it has. */
  get size(): number {
    return this.#descriptions.length;
  }

  description(index: number): SpanDescription {
    return this.#descriptions[index];
  }

  span(index: number): StoredSpan {
    const at = this.#offset + index * FIELDS;
    return {
      index,
      description: this.#descriptions[index],
      parent: this.#numbers[at],
      startUs: this.startUs + this.#numbers[at + 1],
      durationUs: this.#numbers[at + 2],
      variable: this.#numbers[at + 3],
    };
  }
}
