import type { LogLine } from '../logShift';
import type { Span } from '../traces';

/** Who calls whom, once per request; everybody writes a line before and after. */
const CALLS: Record<string, string[]> = {
  gateway: ['shop', 'account'],
  shop: ['stock', 'price', 'cart'],
  cart: ['stock'],
  account: ['price'],
  stock: [],
  price: [],
};
const SELF_MS = 5;
const NETWORK_MS = 1;
const REQUEST_EVERY_MS = 500;

/** What is wrong with the company; each concerns one entity. */
export type Faults = {
  /** Its network takes so much longer, one way. */
  networkDelay?: { entity: string; ms: number };
  /** Its own work takes so many times as long. */
  slow?: { entity: string; factor: number };
  /** It returns before it calls its last callee and writes its last line. */
  returnsEarly?: { entity: string };
  /** It fails before it writes any line. */
  silent?: { entity: string };
};

/**
 * Requests through a handful of services, with spans and lines, for tests. The same
 * seed makes the same requests.
 */
export class SyntheticCompany {
  readonly spans: Span[] = [];
  readonly lines: LogLine[] = [];
  readonly #faults: Faults;
  readonly #random: () => number;
  #ids = 0;

  private constructor(seed: number, faults: Faults) {
    this.#faults = faults;
    this.#random = randomNumbers(seed);
  }

  static run(options: {
    seed: number;
    from: number;
    requests?: number;
    faults?: Faults;
    /** Where requests enter. */
    entry?: string;
  }): SyntheticCompany {
    const { seed, from, requests = 100, faults = {}, entry } = options;
    const company = new SyntheticCompany(seed, faults);
    for (let i = 0; i < requests; i++) {
      const traceId = `${seed}-${i}`;
      company.#serve(entry ?? 'gateway', traceId, from + i * REQUEST_EVERY_MS);
    }
    return company;
  }

  /** Returns the time at which the answer leaves. */
  #serve(
    entity: string,
    traceId: string,
    start: number,
    parentId?: string,
  ): number {
    const spanId = String(this.#ids++);
    const { slow, returnsEarly, silent } = this.#faults;
    const work = () =>
      this.#noisy(SELF_MS) * (slow?.entity === entity ? slow.factor : 1);
    const isEarly = returnsEarly?.entity === entity;
    const callees = isEarly ? CALLS[entity].slice(0, -1) : CALLS[entity];
    const log = (time: number, text: string) => {
      if (silent?.entity !== entity) {
        this.lines.push({ time, entity, text, traceId, spanId });
      }
    };
    log(start, `INFO ${entity} takes request ${this.#ids}`);
    let now = start + work();
    for (const callee of callees) {
      const clientId = String(this.#ids++);
      const arrival = now + this.#wayMs(entity);
      const left = this.#serve(callee, traceId, arrival, clientId);
      const back = left + this.#wayMs(callee);
      this.#span(
        { entity, operation: 'HTTP GET', traceId, spanId: clientId },
        now,
        back,
        spanId,
      );
      now = back;
      log(
        now,
        `INFO ${entity} has the answer of its callee, ${this.#ids} so far`,
      );
    }
    now += work();
    if (!isEarly) {
      log(now, `INFO ${entity} is done after ${Math.round(now - start)} ms`);
    }
    this.#span(
      { entity, operation: `/${entity}`, traceId, spanId },
      start,
      now,
      parentId,
    );
    return now;
  }

  #span(
    what: Pick<Span, 'entity' | 'operation' | 'traceId' | 'spanId'>,
    start: number,
    end: number,
    parentId?: string,
  ) {
    this.spans.push({
      ...what,
      startMs: start,
      durationMs: end - start,
      parentId,
    });
  }

  /** What leaves the entity with the delay is late: requests and answers alike. */
  #wayMs(sender: string): number {
    const { networkDelay } = this.#faults;
    const delay = networkDelay?.entity === sender ? networkDelay.ms : 0;
    return this.#noisy(NETWORK_MS) + delay;
  }

  #noisy(value: number): number {
    return value * (0.7 + 0.6 * this.#random());
  }
}

/** Mulberry32: numbers from 0 to 1. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
