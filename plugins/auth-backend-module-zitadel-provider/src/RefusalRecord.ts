import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { readRefusalReason } from '@internal/plugin-tenancy-common';

/** Longest id of a person that is written down. */
const MAX_SUBJECT_LENGTH = 100;
/** Events in a minute at most; more are counted and said with the next one. */
const MAX_PER_MINUTE = 60;
const MINUTE_MS = 60_000;

/** Puts refused sign-ins on the record: who, and by which rule. */
export class RefusalRecord {
  readonly #auditor: AuditorService;
  readonly #logger: LoggerService;
  #windowStartMs = 0;
  #inWindow = 0;
  #leftOut = 0;

  constructor(options: { auditor: AuditorService; logger: LoggerService }) {
    this.#auditor = options.auditor;
    this.#logger = options.logger;
  }

  /** Nobody waits for it, and it never fails. */
  add(refusal: { subject: unknown; error: unknown }): void {
    if (Date.now() >= this.#windowStartMs + MINUTE_MS) {
      this.#windowStartMs = Date.now();
      this.#inWindow = 0;
    }
    this.#inWindow += 1;
    if (this.#inWindow > MAX_PER_MINUTE) {
      this.#leftOut += 1;
      return;
    }
    void this.#write(refusal).catch(error =>
      this.#logger.error(
        'A refused sign-in could not be put on the record',
        toError(error),
      ),
    );
  }

  async #write(refusal: { subject: unknown; error: unknown }): Promise<void> {
    const { subject } = refusal;
    const error = toError(refusal.error);
    const leftOut = this.#leftOut;
    this.#leftOut = 0;
    const event = await this.#auditor.createEvent({
      eventId: 'sign-in-refused',
      severityLevel: 'medium',
      meta: {
        provider: 'zitadel',
        subject:
          typeof subject === 'string'
            ? subject.slice(0, MAX_SUBJECT_LENGTH)
            : `(${typeof subject})`,
        reason: readRefusalReason(error.message).reason ?? error.name,
        ...(leftOut && { leftOut }),
      },
    });
    await event.fail({ error });
  }
}
