import { randomUUID } from 'node:crypto';
import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ServiceUnavailableError, toError } from '@backstage/errors';
import {
  Investigation,
  RcaReport,
  rcaErrorReasons,
} from '@internal/plugin-rca-common';
import {
  InvestigationSubject,
  RcaCollector,
  RcaNarrator,
} from '@internal/plugin-rca-node';
import { TenantScope } from '@internal/plugin-tenancy-common';
import {
  InvestigationStore,
  NewInvestigation,
} from '../database/InvestigationStore';
import { investigate } from '../engine/investigate';
import { ProgressWriter } from './ProgressWriter';
import { ReportCommitter } from './ReportCommitter';
import { describeFailure } from './describeFailure';
import { InvestigationQueue, QueueLimits } from './InvestigationQueue';

const HEARTBEAT_MS = 5_000;

/** @internal */
export type InvestigationJob = {
  subject: InvestigationSubject;
  window: { from: Date; to: Date };
  scope: TenantScope;
  /** Groups that own the namespaces of the scope now. */
  owners: string[];
  credentials: BackstageCredentials;
  author: NewInvestigation['author'];
};

/**
 * Runs investigations in the background of one backend process.
 *
 * @remarks
 * Every row that the process has taken on, queued or running, carries a lease
 * which the heartbeat renews; rows that it finds no longer its own (cancelled by
 * anybody, or taken over after a long sleep) it stops working on. The caller's
 * credentials live in memory only, so that an investigation whose process dies
 * before its report is written cannot go on and is marked failed by whoever
 * finds it (see `recoverAbandoned`); after that only the commit is left, which
 * needs nobody's credentials and is taken up again.
 *
 * @internal
 */
export class InvestigationRunner {
  readonly owner = randomUUID();
  readonly #store: InvestigationStore;
  readonly #committer: ReportCommitter;
  readonly #collectors: readonly RcaCollector[];
  readonly #narrator: RcaNarrator | undefined;
  readonly #logger: LoggerService;
  readonly #deadlineMs: number;
  readonly #queue: InvestigationQueue;
  readonly #active = new Map<string, AbortController>();
  readonly #done = new Set<Promise<void>>();
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(options: {
    store: InvestigationStore;
    committer: ReportCommitter;
    collectors: readonly RcaCollector[];
    narrator: RcaNarrator | undefined;
    logger: LoggerService;
    limits: QueueLimits;
    deadlineMs: number;
  }) {
    this.#store = options.store;
    this.#committer = options.committer;
    this.#collectors = options.collectors;
    this.#narrator = options.narrator;
    this.#logger = options.logger;
    this.#deadlineMs = options.deadlineMs;
    this.#queue = new InvestigationQueue(options.limits);
  }

  /**
   * Writes the investigation down and begins it.
   *
   * @throws ServiceUnavailableError with reason `too-many-investigations`.
   */
  async start(job: InvestigationJob): Promise<Investigation> {
    const { subject, window, scope } = job;
    const tenant = `${subject.cluster}/${subject.namespace}`;
    if (!this.#queue.hasRoom(tenant)) {
      throw Object.assign(
        new ServiceUnavailableError(
          `Too many investigations of namespace ${subject.namespace} are waiting; try again in a minute`,
        ),
        { reason: rcaErrorReasons.tooManyInvestigations },
      );
    }
    const id = randomUUID();
    const controller = new AbortController();
    this.#active.set(id, controller);
    try {
      const investigation = await this.#store.create(
        {
          id,
          entityRef: subject.entityRef,
          cluster: subject.cluster,
          namespace: subject.namespace,
          namespaces: [...scope.namespaces],
          owners: job.owners,
          window: {
            from: window.from.toISOString(),
            to: window.to.toISOString(),
          },
          requestedBy: scope.userEntityRef,
          author: job.author,
          createdAt: new Date().toISOString(),
          progress: this.#collectors.map(({ source }) => ({
            source,
            status: 'waiting',
          })),
        },
        this.owner,
      );
      const run = this.#queue
        .run(tenant, controller.signal, () => this.#run(id, job, controller))
        .catch(error => this.#fail(id, error, controller))
        .finally(() => {
          this.#active.delete(id);
          this.#done.delete(run);
        });
      this.#done.add(run);
      return investigation;
    } catch (error) {
      this.#active.delete(id);
      throw error;
    }
  }

  /** Stops work on an investigation of this process; the row is the store's matter. */
  abort(id: string): void {
    this.#active.get(id)?.abort(new ServiceUnavailableError('Cancelled'));
  }

  startHeartbeat(): void {
    this.#heartbeat = setInterval(() => void this.#beat(), HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  /** Ends all work; what was running is marked failed. */
  async shutdown(): Promise<void> {
    clearInterval(this.#heartbeat);
    for (const controller of this.#active.values()) {
      controller.abort(
        new ServiceUnavailableError('The portal was shut down while it ran'),
      );
    }
    await Promise.allSettled(this.#done);
  }

  async #run(
    id: string,
    job: InvestigationJob,
    controller: AbortController,
  ): Promise<void> {
    if (!(await this.#store.setRunning(id, this.owner))) {
      return;
    }
    const signal = AbortSignal.any([
      controller.signal,
      AbortSignal.timeout(this.#deadlineMs),
    ]);
    const progress = new ProgressWriter({
      save: sources => this.#store.setProgress(id, this.owner, sources),
      onError: error =>
        this.#logger.warn(
          `Progress of investigation ${id} could not be written down`,
          toError(error),
        ),
    });
    const report: RcaReport = await investigate({
      investigationId: id,
      requestedBy: job.scope.userEntityRef,
      subject: job.subject,
      window: job.window,
      scope: job.scope,
      credentials: job.credentials,
      collectors: this.#collectors,
      signal,
      onProgress: sources => progress.write(sources),
      narrator: this.#narrator,
      deadlineMs: this.#deadlineMs,
    });
    await progress.settled();
    if (await this.#store.setReport(id, this.owner, report)) {
      await this.#committer.commit({
        report,
        author: job.author,
        attempts: 0,
        owner: this.owner,
        signal,
      });
    }
  }

  async #fail(
    id: string,
    error: unknown,
    controller: AbortController,
  ): Promise<void> {
    // What was aborted fails by the reason, and by whatever the abort broke.
    const cause = controller.signal.aborted ? controller.signal.reason : error;
    const timedOut = toError(cause).name === 'TimeoutError';
    const { message, reference } = timedOut
      ? {
          message: `It took longer than ${this.#deadlineMs / 1_000} s`,
          reference: undefined,
        }
      : describeFailure(cause);
    try {
      const failed = await this.#store.setFailed(id, this.owner, message);
      if (failed && !controller.signal.aborted) {
        this.#logger.error(
          `Investigation ${id} failed${reference ? `, ${reference}` : ''}`,
          toError(error),
        );
      }
    } catch (storeError) {
      // Its lease runs out, and then it is marked failed.
      this.#logger.error(
        `Investigation ${id} failed, and that could not be written down`,
        toError(storeError),
      );
    }
  }

  async #beat(): Promise<void> {
    try {
      const own = new Set(await this.#store.renewLeases(this.owner));
      for (const [id, controller] of this.#active) {
        if (!own.has(id)) {
          controller.abort(new ServiceUnavailableError('Cancelled'));
        }
      }
    } catch (error) {
      this.#logger.warn('Leases could not be renewed', toError(error));
    }
  }
}
