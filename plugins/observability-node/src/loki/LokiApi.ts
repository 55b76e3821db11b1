import {
  InputError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { StoreConfig } from '../config';
import { ConcurrencyGate } from '../http/ConcurrencyGate';
import { StoreClient } from '../http/StoreClient';
import {
  LokiCount,
  LokiLine,
  parseCounts,
  parseLines,
  parseWarnings,
} from './parseLoki';

/** Fewer than the 5,000 lines that Loki allows for one answer, and small enough to parse at once. */
export const PAGE_LINES = 1_000;

/** By default more than 500, before `topk` chooses among them. */
const TOO_MANY_SERIES = /maximum (?:number )?of series|max.* series .*reached/i;
/** What to do about refusals that Loki words for its operator. */
const ADVICE: Array<[RegExp, string]> = [
  [TOO_MANY_SERIES, 'group by a field with fewer values or narrow the query'],
  [/query time range exceeds|query length/i, 'choose a shorter time window'],
  [/would read too many bytes|too many bytes/i, 'narrow the query'],
  [
    /max entries limit/i,
    `the portal needs a max_entries_limit_per_query of ${PAGE_LINES} or more`,
  ],
];

/**
 * The two questions of Loki's HTTP API that this product asks, with the second
 * lock on what comes back.
 * @internal
 */
export class LokiApi {
  readonly #client: StoreClient;
  readonly #tails: ConcurrencyGate;
  readonly #label: string;

  constructor(options: {
    cluster: string;
    config: StoreConfig;
    /** The label that carries the namespace. */
    label: string;
  }) {
    this.#label = options.label;
    const name = `Loki of cluster '${options.cluster}'`;
    this.#client = new StoreClient({ name, config: options.config });
    this.#tails = new ConcurrencyGate({
      name,
      maxConcurrency: options.config.maxTails,
      maxQueue: 0,
      refusal: 'too many live tails are open',
    });
  }

  /**
   * Takes a place for a live tail, and returns what gives it back.
   * @throws ServiceUnavailableError when all are taken
   */
  openTail(signal = new AbortController().signal): Promise<() => void> {
    return this.#tails.acquire(signal);
  }

  /** Lines from `fromNs` on and before `toNs`; `full` when the page could not hold all. */
  async lines(options: {
    query: string;
    fromNs: bigint;
    toNs: bigint;
    limit: number;
    direction: 'forward' | 'backward';
    scope: TenantScope;
    signal?: AbortSignal;
  }): Promise<{ lines: LokiLine[]; full: boolean; partial: boolean }> {
    const { query, fromNs, toNs, limit, direction } = options;
    const answer = await this.#ask('loki/api/v1/query_range', options, {
      query,
      direction,
      limit: String(limit),
      start: String(fromNs),
      end: String(toNs),
    });
    const lines = this.#known(parseLines(answer));
    lines.forEach(({ labels }) => this.#check(labels, options.scope));
    return {
      lines,
      full: lines.length >= limit,
      partial: parseWarnings(answer).length > 0,
    };
  }

  /** Counts at each step from `fromNs` to `toNs`. */
  async counts(options: {
    query: string;
    fromNs: bigint;
    toNs: bigint;
    stepSeconds: number;
    scope: TenantScope;
    signal?: AbortSignal;
  }): Promise<LokiCount[]> {
    const { query, fromNs, toNs, stepSeconds } = options;
    return this.#counted('loki/api/v1/query_range', options, {
      query,
      start: String(fromNs),
      end: String(toNs),
      step: `${stepSeconds}s`,
    });
  }

  /** Counts at one instant. */
  async countsAt(options: {
    query: string;
    atNs: bigint;
    scope: TenantScope;
    signal?: AbortSignal;
  }): Promise<LokiCount[]> {
    const { query, atNs } = options;
    return this.#counted('loki/api/v1/query', options, {
      query,
      time: String(atNs),
    });
  }

  async #counted(
    path: string,
    options: { scope: TenantScope; signal?: AbortSignal },
    form: Record<string, string>,
  ): Promise<LokiCount[]> {
    const answer = await this.#ask(path, options, form);
    const counts = this.#known(parseCounts(answer));
    counts.forEach(({ labels }) => this.#check(labels, options.scope));
    const [warning] = parseWarnings(answer);
    if (warning !== undefined) {
      throw new ServiceUnavailableError(
        `${this.#client.name} counted only a part: ${warning}`,
      );
    }
    return counts;
  }

  async #ask(
    path: string,
    { signal }: { signal?: AbortSignal },
    form: Record<string, string>,
  ): Promise<unknown> {
    try {
      return await this.#client.json({
        path,
        form: new URLSearchParams(form),
        signal,
      });
    } catch (error) {
      throw withAdvice(error);
    }
  }

  #known<T>(parsed: T | undefined): T {
    if (parsed === undefined) {
      throw new ServiceUnavailableError(
        `${this.#client.name} answered in an unknown shape`,
      );
    }
    return parsed;
  }

  /** A second lock behind the matcher, for mistakes in it and for proxies that change queries. */
  #check(labels: Record<string, string>, scope: TenantScope): void {
    if (!scope.namespaces.includes(labels[this.#label])) {
      throw new NotAllowedError(
        `${
          this.#client.name
        } answered with a line outside the caller's namespaces`,
      );
    }
  }
}

/** Whether an error says that a count would tell too many groups apart. @internal */
export function isTooManySeries(error: unknown): boolean {
  return error instanceof InputError && TOO_MANY_SERIES.test(error.message);
}

function withAdvice(error: unknown): unknown {
  if (error instanceof InputError) {
    const advice = ADVICE.find(([pattern]) => pattern.test(error.message));
    return advice
      ? new InputError(`${error.message.trim()}; ${advice[1]}`)
      : error;
  }
  return error;
}
