import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { DatabaseScanStore } from './DatabaseScanStore';
import { ScanLease } from './types';

/** One message of a namespace in this time; what else is new waits for the next. */
const QUIET_MS = 10 * 60_000;
/** Of which a message tells. */
const MAX_NEWS = 20;
const MAX_EXPLAINED = 5;

/**
 * Tells the owners of a namespace what is new in it, each thing once.
 *
 * @remarks
 * It is written down as told after it was sent, and both carry the same scope: a
 * process that dies in between sends the same message again, which the
 * notifications plugin takes for an update of the first.
 *
 * @internal
 */
export class AnomalyNotifier {
  readonly #store: DatabaseScanStore;
  readonly #notifications: NotificationService;
  readonly #minConfidence: number;
  readonly #logger: LoggerService;

  constructor(options: {
    store: DatabaseScanStore;
    notifications: NotificationService;
    minConfidence: number;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#notifications = options.notifications;
    this.#minConfidence = options.minConfidence;
    this.#logger = options.logger;
  }

  /** Never fails a scan: what could not be told now is told after the next one. */
  async notify(lease: ScanLease): Promise<void> {
    const { cluster, namespace, owner } = lease;
    const news = await this.#store.findNews(lease, {
      minConfidence: this.#minConfidence,
      quietMs: QUIET_MS,
      limit: MAX_NEWS,
    });
    if (news.length === 0) return;
    const place = new URLSearchParams({ cluster, namespace });
    const rest = news.length - MAX_EXPLAINED;
    try {
      await this.#notifications.send({
        recipients: { type: 'entity', entityRef: owner },
        payload: {
          title:
            news.length === 1
              ? `Unusual in ${namespace}: ${news[0].title}`
              : `${news.length} unusual things in ${namespace}`,
          description: [
            ...news
              .slice(0, MAX_EXPLAINED)
              .map(({ explanation }) => explanation),
            ...(rest > 0 ? [`And ${rest} more.`] : []),
          ].join('\n'),
          link: `/anomalies?${place}`,
          severity: 'normal',
          topic: 'anomalies',
          scope: `anomaly:${news[0].id}`,
        },
      });
    } catch (error) {
      this.#logger.warn(
        `The owners of ${cluster}/${namespace} could not be notified`,
        toError(error),
      );
      return;
    }
    await this.#store.markNotified(
      lease,
      news.map(({ id }) => id),
    );
  }
}
