import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError, toError } from '@backstage/errors';
import { ObservabilityService } from '@internal/plugin-observability-node';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { ScanTenancyService } from '@internal/plugin-tenancy-node';
import { AnomalyConfig } from '../config';
import { AnomalyNotifier } from './AnomalyNotifier';
import { DatabaseScanStore } from './DatabaseScanStore';
import { findServices } from './findServices';
import { scanLogs } from './scanLogs';
import { scanMetrics } from './scanMetrics';
import {
  LOGS_PART,
  LeaseLostError,
  metricsPart,
  NOTHING_PART,
  ScanLease,
  ScanProblem,
  Sighting,
} from './types';

/** The time that is looked at; what came before it shows what is usual. */
const WINDOW_MS = 60 * 60_000;
/** Longer than any part may take, so that only a dead process loses its lease. */
const LEASE_MARGIN_MS = 30_000;
/** An interrupted round goes on after this. */
const RESUME_MS = 1_000;

/**
 * Scans namespaces that are due, as long as there are any: on every replica at the
 * same time, and each namespace by one of them.
 * @internal
 */
export class AnomalyScanner {
  readonly #store: DatabaseScanStore;
  readonly #tenancy: ScanTenancyService;
  readonly #observability: ObservabilityService;
  readonly #notifier: AnomalyNotifier;
  readonly #config: AnomalyConfig;
  readonly #logger: LoggerService;
  readonly #now: () => Date;

  constructor(options: {
    store: DatabaseScanStore;
    tenancy: ScanTenancyService;
    observability: ObservabilityService;
    notifier: AnomalyNotifier;
    config: AnomalyConfig;
    logger: LoggerService;
    now?: () => Date;
  }) {
    this.#store = options.store;
    this.#tenancy = options.tenancy;
    this.#observability = options.observability;
    this.#notifier = options.notifier;
    this.#config = options.config;
    this.#logger = options.logger;
    this.#now = options.now ?? (() => new Date());
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#store.sync(await this.#tenancy.list());
    const scanOneByOne = async () => {
      while (!signal.aborted) {
        const lease = await this.#store.claim(this.#leaseMs);
        if (!lease) return;
        await this.#scan(lease, signal);
      }
    };
    await Promise.all(
      Array.from({ length: this.#config.concurrency }, scanOneByOne),
    );
  }

  get #leaseMs(): number {
    return this.#config.deadlineMs + LEASE_MARGIN_MS;
  }

  async #scan(claimed: ScanLease, shutdown: AbortSignal): Promise<void> {
    const { cluster, namespace } = claimed;
    let lease = claimed;
    const deadline = AbortSignal.timeout(this.#config.deadlineMs);
    const signal = AbortSignal.any([shutdown, deadline]);
    try {
      const { scope, owner } = await this.#tenancy.scope({
        cluster,
        namespace,
      });
      lease = { ...claimed, owner };
      const problems = [...lease.problems];
      const parts = await this.#planParts(lease, scope, signal);
      for (const [i, part] of parts.entries()) {
        const found = await this.#scanPart(part, {
          ...{ lease, scope, shutdown, signal },
          isFirst: i === 0,
        });
        problems.push(...found.problems);
        await this.#store.finishPart(lease, {
          part,
          ...found,
          leaseMs: this.#leaseMs,
        });
        // What is left is for the next claim, so that no namespace keeps others waiting.
        if (i < parts.length - 1) signal.throwIfAborted();
      }
      await this.#notifier.notify(lease);
      await this.#store.finishRound(lease, {
        intervalMs: this.#config.intervalMs,
        blind: {
          services: problems.flatMap(({ part }) =>
            part.startsWith(metricsPart(''))
              ? [part.slice(metricsPart('').length)]
              : [],
          ),
          logs: problems.some(({ part }) => part === LOGS_PART),
        },
      });
    } catch (error) {
      await this.#giveBack(lease, signal, error);
    }
  }

  /** Parts that are left; each workload's metrics, and the log lines of all. */
  async #planParts(
    lease: ScanLease,
    scope: TenantScope,
    signal: AbortSignal,
  ): Promise<string[]> {
    const { cluster } = lease;
    const observability = this.#observability;
    const parts: string[] = [];
    if (observability.has(cluster, 'metrics')) {
      const { services, cut } = await findServices({
        ...{ observability, scope, signal },
        namespace: lease,
        at: this.#now(),
      });
      parts.push(...services.map(metricsPart));
      if (cut) {
        this.#logger.warn(
          `Namespace ${cluster}/${lease.namespace} has more workloads than are scanned`,
        );
      }
    }
    if (observability.has(cluster, 'logs')) parts.push(LOGS_PART);
    if (parts.length === 0) parts.push(NOTHING_PART);
    return parts.filter(part => !lease.done.includes(part));
  }

  async #scanPart(
    part: string,
    call: {
      lease: ScanLease;
      scope: TenantScope;
      /** The first one of this claim. */
      isFirst: boolean;
      shutdown: AbortSignal;
      signal: AbortSignal;
    },
  ): Promise<{ sightings: Sighting[]; problems: ScanProblem[] }> {
    const { lease, scope, isFirst, shutdown, signal } = call;
    if (part === NOTHING_PART) {
      const message = `Cluster '${lease.cluster}' has neither workloads with metrics nor a log store to look at`;
      return { sightings: [], problems: [{ part, message }] };
    }
    const to = this.#now();
    const options = {
      observability: this.#observability,
      namespace: { cluster: lease.cluster, namespace: lease.namespace },
      ...{ scope, signal },
      window: { from: new Date(+to - WINDOW_MS), to },
      // What ended before the last scan was told by that one.
      since: new Date(+to - 2 * this.#config.intervalMs),
      minConfidence: this.#config.minConfidence,
    };
    try {
      return part === LOGS_PART
        ? { sightings: await scanLogs(options), problems: [] }
        : await scanMetrics({
            ...options,
            service: part.slice(metricsPart('').length),
          });
    } catch (error) {
      // A part that alone takes too long is given up, or it would be begun for ever.
      if (signal.aborted && !isFirst) throw error;
      shutdown.throwIfAborted();
      const message = signal.aborted
        ? `${part} was not read in time`
        : `${part} could not be read: ${stringifyError(error)}`;
      return { sightings: [], problems: [{ part, message }] };
    }
  }

  async #giveBack(
    lease: ScanLease,
    signal: AbortSignal,
    error: unknown,
  ): Promise<void> {
    if (error instanceof LeaseLostError) return;
    const name = `${lease.cluster}/${lease.namespace}`;
    const giveBack = signal.aborted
      ? this.#store.release(lease, { retryMs: RESUME_MS })
      : this.#store.failRound(lease, {
          problem: {
            part: NOTHING_PART,
            message: `It could not be scanned: ${stringifyError(error)}`,
          },
          retryMs: this.#config.intervalMs,
        });
    if (!signal.aborted) {
      this.#logger.warn(`Scanning ${name} failed`, toError(error));
    }
    await giveBack.catch(reason =>
      this.#logger.warn(`${name} could not be given back`, toError(reason)),
    );
  }
}
