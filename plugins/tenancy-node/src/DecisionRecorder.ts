import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import { NotAllowedError, toError } from '@backstage/errors';
import { NamespaceDecision } from '@internal/plugin-tenancy-common';

/** The same decision about the same caller is recorded at most once in this time. */
const REPEAT_AFTER_MS = 60_000;

/** Decisions that are remembered for counting repetitions. */
const MAX_REMEMBERED = 10_000;

/**
 * Puts decisions on the record: denials at medium severity, grants at low.
 *
 * @remarks
 * A loop of requests cannot flood the store: repetitions are counted, and the
 * next record says how many there were.
 */
export class DecisionRecorder {
  readonly #auditor: AuditorService;
  readonly #logger: LoggerService;
  readonly #seen = new Map<string, { at: number; repeated: number }>();

  constructor(options: { auditor: AuditorService; logger: LoggerService }) {
    this.#auditor = options.auditor;
    this.#logger = options.logger;
  }

  /** Does not wait, and does not throw. */
  record(caller: string, decision: NamespaceDecision): void {
    const { cluster, namespace } =
      decision.result === 'allow' ? decision.grant : decision.namespace;
    const outcome =
      decision.result === 'allow' ? decision.grant.access : decision.reason;
    // What a hostile caller sends is not a name yet: cut it.
    const meta = {
      caller,
      cluster: String(cluster).slice(0, 253),
      namespace: String(namespace).slice(0, 253),
      outcome,
    };
    const key = JSON.stringify(meta);
    const now = Date.now();
    const seen = this.#seen.get(key);
    if (seen && now - seen.at < REPEAT_AFTER_MS) {
      seen.repeated += 1;
      return;
    }
    this.#seen.delete(key);
    if (this.#seen.size >= MAX_REMEMBERED) {
      const [oldest] = this.#seen.keys();
      this.#seen.delete(oldest);
    }
    this.#seen.set(key, { at: now, repeated: 0 });
    this.#write(decision, {
      ...meta,
      ...(decision.result === 'allow' &&
        decision.grant.via && { via: decision.grant.via }),
      ...(seen?.repeated && { repeatedBefore: seen.repeated }),
    }).catch(error =>
      this.#logger.error(
        'A tenancy decision could not be recorded',
        toError(error),
      ),
    );
  }

  async #write(
    decision: NamespaceDecision,
    meta: Record<string, string | number>,
  ): Promise<void> {
    const event = await this.#auditor.createEvent({
      eventId: 'namespace-access',
      severityLevel: decision.result === 'allow' ? 'low' : 'medium',
      meta,
    });
    if (decision.result === 'allow') {
      await event.success();
    } else {
      await event.fail({ error: new NotAllowedError(decision.reason) });
    }
  }
}
