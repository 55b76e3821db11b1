import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import { NotAllowedError, toError } from '@backstage/errors';
import {
  denialReasons,
  NamespaceDecision,
} from '@internal/plugin-tenancy-common';

/** Length of a caller's window. */
const WINDOW_MS = 60_000;
/** Different denials, and different grants, of one caller that one window records. */
const MAX_EVENTS_PER_WINDOW = 30;
/** Callers with a window of their own; all others share one. */
const MAX_WINDOWS = 5_000;
/** Windows are looked through this often for those that are over. */
const SWEEP_INTERVAL_MS = 10_000;
/** What a hostile caller sends is not a name yet: cut it. */
const MAX_NAME_LENGTH = 253;
/** Stands for the callers beyond {@link MAX_WINDOWS}. */
const OTHERS = '(other callers)';

type Result = 'allow' | 'deny';
type Window = {
  startedAt: number;
  /** What was recorded, so that it is recorded once. */
  recorded: Record<Result, Set<string>>;
  suppressed: Record<Result, number>;
};

/**
 * Puts decisions on the record: denials at medium severity, grants at low, each with
 * who asked, about what, the outcome, and the group and source it rests on.
 *
 * @remarks
 * A loop of requests cannot flood the record. Within a minute the same decision about
 * a caller is recorded once, and no more than 30 different denials and 30 different
 * grants. What was left out is counted, and at the end of the minute one event says how
 * much it was. Denials and grants are counted apart, so that neither hides the other.
 */
export class DecisionRecorder {
  readonly #auditor: AuditorService;
  readonly #logger: LoggerService;
  readonly #windows = new Map<string, Window>();
  #sweeper?: NodeJS.Timeout;

  constructor(options: { auditor: AuditorService; logger: LoggerService }) {
    this.#auditor = options.auditor;
    this.#logger = options.logger;
  }

  /** Records a decision about one namespace. Does not wait, and does not throw. */
  record(caller: string, decision: NamespaceDecision): void {
    if (decision.result === 'allow') {
      const { cluster, namespace, access, via, source } = decision.grant;
      const key = `${cluster}/${namespace}/${access}/${via}/${source}`;
      if (!this.#admit(caller, 'allow', key)) return;
      this.#write({
        eventId: 'namespace-access',
        result: 'allow',
        meta: {
          ...{ caller, cluster, namespace, outcome: access },
          ...(via && { via }),
          ...(source && { source }),
        },
      });
      return;
    }
    const { reason } = decision;
    const cluster = cut(decision.namespace.cluster);
    const namespace = cut(decision.namespace.namespace);
    if (!this.#admit(caller, 'deny', `${cluster}/${namespace}/${reason}`)) {
      return;
    }
    this.#write({
      eventId: 'namespace-access',
      result: 'deny',
      reason,
      meta: { caller, cluster, namespace, outcome: reason },
    });
  }

  /** Records that a caller was told which namespaces it may read, and how many. */
  recordList(caller: string, granted: number | undefined): void {
    const result = granted === undefined ? 'deny' : 'allow';
    if (!this.#admit(caller, result, `list/${granted}`)) return;
    this.#write({
      eventId: 'namespace-list',
      result,
      reason: denialReasons.notAUser,
      meta: { caller, ...(granted !== undefined && { granted }) },
    });
  }

  /** Ends all windows, so that what was counted is not lost with the process. */
  flush(): void {
    this.#endWindows(Number.POSITIVE_INFINITY);
  }

  #admit(caller: string, result: Result, key: string): boolean {
    const now = performance.now();
    const name =
      this.#windows.has(caller) || this.#windows.size < MAX_WINDOWS
        ? caller
        : OTHERS;
    let window = this.#windows.get(name);
    if (window && now - window.startedAt >= WINDOW_MS) {
      this.#end(name, window);
      window = undefined;
    }
    if (!window) {
      window = {
        startedAt: now,
        recorded: { allow: new Set(), deny: new Set() },
        suppressed: { allow: 0, deny: 0 },
      };
      this.#windows.set(name, window);
      this.#sweeper ??= setInterval(
        () => this.#endWindows(performance.now()),
        SWEEP_INTERVAL_MS,
      ).unref();
    }
    const recorded = window.recorded[result];
    const known = name === OTHERS ? `${caller}/${key}` : key;
    if (recorded.has(known) || recorded.size >= MAX_EVENTS_PER_WINDOW) {
      window.suppressed[result] += 1;
      return false;
    }
    recorded.add(known);
    return true;
  }

  #endWindows(now: number): void {
    for (const [caller, window] of this.#windows) {
      if (now - window.startedAt >= WINDOW_MS) this.#end(caller, window);
    }
    if (!this.#windows.size) {
      clearInterval(this.#sweeper);
      this.#sweeper = undefined;
    }
  }

  #end(caller: string, { suppressed }: Window): void {
    this.#windows.delete(caller);
    const { allow, deny } = suppressed;
    if (!allow && !deny) return;
    this.#write({
      eventId: 'namespace-access-suppressed',
      result: deny ? 'deny' : 'allow',
      reason: `${deny} more denials within ${WINDOW_MS / 1_000} s`,
      meta: {
        caller,
        denials: deny,
        grants: allow,
        windowSeconds: WINDOW_MS / 1_000,
      },
    });
  }

  #write(options: {
    eventId: string;
    result: Result;
    reason?: string;
    meta: Record<string, string | number>;
  }): void {
    const { eventId, result, reason, meta } = options;
    const write = async () => {
      const event = await this.#auditor.createEvent({
        eventId,
        severityLevel: result === 'allow' ? 'low' : 'medium',
        meta,
      });
      if (result === 'allow') await event.success();
      else await event.fail({ error: new NotAllowedError(reason) });
    };
    write().catch(error =>
      this.#logger.error(
        'A tenancy decision could not be recorded',
        toError(error),
      ),
    );
  }
}

function cut(text: unknown): string {
  return String(text).slice(0, MAX_NAME_LENGTH);
}
