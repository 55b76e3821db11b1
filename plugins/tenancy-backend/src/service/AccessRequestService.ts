import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { CustomErrorBase, toError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import {
  AccessRequestAnswer,
  AccessRequestInput,
  ownershipOf,
} from '@internal/plugin-tenancy-common';
import {
  OwnershipService,
  TenancyService,
} from '@internal/plugin-tenancy-node';
import {
  AccessRequest,
  AccessRequestStore,
} from '../database/AccessRequestStore';
import { Caller } from './CallerService';

/** The same person asks for the same namespace, and for how many, within this time. */
const WINDOW_MS = 24 * 3_600_000;
const MAX_REQUESTS_PER_WINDOW = 10;
/** A request whose groups could not be told is tried again after this time. */
const RETRY_MS = 60_000;
/** Then it is given up; it stays on the record. */
const MAX_ATTEMPTS = 60;
/** Requests that one run takes up. */
const BATCH = 20;

/** A person asked too often. */
class TooManyRequestsError extends CustomErrorBase {
  name = 'TooManyRequestsError' as const;
  readonly statusCode = 429;
  readonly reason = 'too-many-requests';
}

/**
 * Takes requests for access and tells those who can grant it.
 *
 * @remarks
 * A request is written before anybody is told, so that none is lost, and the answer
 * does not wait for the telling, so that neither its words nor its time say whether
 * the namespace exists. Telling asks the trusted sources who owns it: the owning group
 * and the platform are told, the platform alone where nobody owns it, and nobody where
 * there is no such namespace.
 *
 * @internal
 */
export class AccessRequestService {
  readonly #store: AccessRequestStore;
  readonly #tenancy: TenancyService;
  readonly #ownership: OwnershipService;
  readonly #notifications: NotificationService;
  readonly #auth: AuthService;
  readonly #catalog: CatalogService;
  readonly #logger: LoggerService;

  constructor(options: {
    store: AccessRequestStore;
    tenancy: TenancyService;
    ownership: OwnershipService;
    notifications: NotificationService;
    auth: AuthService;
    catalog: CatalogService;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#tenancy = options.tenancy;
    this.#ownership = options.ownership;
    this.#notifications = options.notifications;
    this.#auth = options.auth;
    this.#catalog = options.catalog;
    this.#logger = options.logger;
  }

  /** @throws an error with status 429 when the caller asked for too many namespaces. */
  async create(
    caller: Caller,
    input: AccessRequestInput,
  ): Promise<AccessRequestAnswer> {
    const { cluster, namespace } = input;
    const decision = await this.#tenancy.decide({
      credentials: caller.credentials,
      namespace: { cluster, namespace },
    });
    if (decision.result === 'allow') return { status: 'already-granted' };
    const result = await this.#store.create(
      { ...input, userEntityRef: caller.userEntityRef },
      { windowMs: WINDOW_MS, max: MAX_REQUESTS_PER_WINDOW },
    );
    if (result === 'limited') {
      throw new TooManyRequestsError(
        `You asked for ${MAX_REQUESTS_PER_WINDOW} namespaces within a day; ask again tomorrow, or talk to the platform team`,
      );
    }
    if (result === 'created') this.deliver();
    return { status: 'received' };
  }

  /** Tells the groups of what is due; never rejects. */
  async deliver(): Promise<void> {
    try {
      const due = await this.#store.claimDue({
        limit: BATCH,
        retryMs: RETRY_MS,
      });
      for (const request of due) await this.#deliverOne(request);
    } catch (error) {
      this.#logger.warn(
        'Requests for access could not be looked up, they are tried again',
        toError(error),
      );
    }
  }

  async #deliverOne(request: AccessRequest): Promise<void> {
    try {
      const recipients = await this.#recipients(request);
      if (!recipients && request.attempts < MAX_ATTEMPTS) return;
      if (recipients?.length) await this.#notify(request, recipients);
      await this.#store.settle(request.id);
    } catch (error) {
      const last = request.attempts >= MAX_ATTEMPTS;
      this.#logger.warn(
        `Nobody could be told that ${request.userEntityRef} asks for access, ${
          last ? 'it was tried for the last time' : 'it is tried again'
        }`,
        toError(error),
      );
      if (last) await this.#store.settle(request.id);
    }
  }

  /** @returns undefined while it cannot be told who owns the namespace. */
  async #recipients(request: AccessRequest): Promise<string[] | undefined> {
    const { cluster, namespace } = request;
    const knowledge = await this.#ownership.knowledgeOf({ cluster, namespace });
    if (knowledge.state === 'unavailable') return undefined;
    if (knowledge.state !== 'present') return [];
    const ownership = ownershipOf(knowledge.claims);
    return [
      ...new Set([
        ...(ownership.state === 'owned' ? [ownership.owner] : []),
        ...this.#ownership.platformGroups,
      ]),
    ];
  }

  /** The ref always, because anybody may be called anything. */
  async #nameOf(userEntityRef: string): Promise<string> {
    const credentials = await this.#auth.getOwnServiceCredentials();
    const entity = await this.#catalog
      .getEntityByRef(userEntityRef, { credentials })
      .catch(() => undefined);
    const profile = entity?.spec?.profile as
      | { displayName?: unknown }
      | undefined;
    return typeof profile?.displayName === 'string'
      ? `${profile.displayName} (${userEntityRef})`
      : userEntityRef;
  }

  async #notify(request: AccessRequest, recipients: string[]): Promise<void> {
    const { cluster, namespace, userEntityRef, reason } = request;
    const name = `${cluster}/${namespace}`;
    await this.#notifications.send({
      recipients: {
        type: 'entity',
        entityRef: recipients,
        excludeEntityRef: userEntityRef,
      },
      payload: {
        title: `Access to ${name} was asked for`,
        description: `${await this.#nameOf(
          userEntityRef,
        )} asks to read ${name}: ${reason}`,
        link: `/namespaces/${encodeURIComponent(cluster)}/${encodeURIComponent(
          namespace,
        )}`,
        topic: 'access-request',
        // Sent twice after a crash, it is still one notification.
        scope: `access-request:${userEntityRef}:${name}`,
        severity: 'normal',
      },
    });
  }
}
