import type { Span, SpanDescription } from '../../types';

/** Numbers that are kept of each span. */
const FIELDS = 4;

/** A span as it comes out of a {@link StoredTrace}. */
export type StoredSpan = Omit<Span, 'extra'> & { index: number };

/** A trace in little memory: what its spans share is referred to, the rest are small numbers. */
export class StoredTrace {
  readonly traceId: string;
  readonly startUs: number;
  /** Attributes of the first span alone. */
  readonly extra: Span['extra'];
  readonly #descriptions: SpanDescription[];
  readonly #numbers: Int32Array;

  constructor(traceId: string, spans: readonly Span[]) {
    this.traceId = traceId;
    this.startUs = spans[0].startUs;
    this.extra = spans[0].extra;
    this.#descriptions = spans.map(({ description }) => description);
    this.#numbers = new Int32Array(spans.length * FIELDS);
    spans.forEach(({ parent, startUs, durationUs, variable }, index) => {
      const start = startUs - this.startUs;
      this.#numbers.set([parent, start, durationUs, variable], index * FIELDS);
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
    const at = index * FIELDS;
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
