import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { ServiceUnavailableError, toError } from '@backstage/errors';
import {
  CatalogService,
  DeferredEntity,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { ZitadelClient } from './client';
import { ZitadelProviderConfig } from './config';
import { mergeChanges } from './mergeChanges';
import {
  buildModel,
  checkShrink,
  diffModels,
  Model,
  readCatalogCounts,
  Snapshot,
} from './model';
import { SyncReport, SyncStatus } from './SyncStatus';

/** Arranges that something is done again and again, until its signal aborts. */
export type SyncScheduler = (
  sync: (signal: AbortSignal) => Promise<void>,
) => Promise<void>;

/**
 * Keeps users, groups and memberships in the catalog as ZITADEL has them.
 *
 * @remarks
 * A sync either reads everything and replaces everything, or reads what changed
 * since the one before and sends the difference. The second kind needs the
 * memory of the first, so a process always begins with a full one. Whatever
 * fails, is incomplete, or would remove too much leaves the catalog as it is:
 * stale is better than empty.
 */
export class ZitadelEntityProvider implements EntityProvider {
  readonly #config: ZitadelProviderConfig;
  readonly #client: ZitadelClient;
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #logger: LoggerService;
  readonly #schedule: SyncScheduler;
  readonly #status: SyncStatus;
  #connection?: EntityProviderConnection;
  /** What the catalog was told last; undefined when that is not sure. */
  #applied?: { snapshot: Snapshot; model: Model };

  constructor(options: {
    config: ZitadelProviderConfig;
    client: ZitadelClient;
    catalog: CatalogService;
    auth: AuthService;
    logger: LoggerService;
    schedule: SyncScheduler;
  }) {
    this.#config = options.config;
    this.#client = options.client;
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#logger = options.logger;
    this.#schedule = options.schedule;
    this.#status = new SyncStatus(options.config);
  }

  getProviderName(): string {
    return `ZitadelEntityProvider:${this.#config.id}`;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    await this.#schedule(signal => this.sync(signal));
  }

  /** How the syncs of this process went. */
  report(): SyncReport {
    return this.#status.report();
  }

  /**
   * Syncs once, from memory or in full.
   *
   * @throws what went wrong, so that the scheduler shows it; the catalog is unchanged then.
   */
  async sync(signal: AbortSignal): Promise<void> {
    const connection = this.#connection;
    if (!connection) {
      throw new ServiceUnavailableError('The catalog is not connected yet');
    }
    try {
      const full = !(await this.#syncChanges(connection, signal));
      if (full) await this.#syncAll(connection, signal);
      const { counts, notes } = this.#applied!.model;
      this.#status.succeeded({ full, counts });
      this.#logger[full ? 'info' : 'debug'](
        `Users and groups of ZITADEL are in the catalog: ${
          counts.users
        } users, ${counts.groups} groups, ${counts.memberships} memberships${
          notes.length ? `; left out: ${notes.join('; ')}` : ''
        }`,
        { zitadel: this.#config.id, full: String(full) },
      );
    } catch (error) {
      this.#status.failed(toError(error));
      const { stale } = this.#status.report();
      this.#logger[stale ? 'error' : 'warn'](
        `Users and groups of ZITADEL were not synchronised, the catalog keeps what it has (${this.#status.describe()})`,
        toError(error),
      );
      throw error;
    }
  }

  /** False when everything has to be read. */
  async #syncChanges(
    connection: EntityProviderConnection,
    signal: AbortSignal,
  ): Promise<boolean> {
    const applied = this.#applied;
    const fullAtMs =
      (this.#status.lastFullSyncMs ?? -Infinity) +
      this.#config.fullSyncIntervalMs;
    if (!applied || !this.#client.canListChanges || Date.now() >= fullAtMs) {
      return false;
    }
    const snapshot = await mergeChanges(applied.snapshot, this.#client, signal);
    if (!snapshot) return false;
    const model = this.#build(snapshot);
    // What looks like a loss in pieces has to show in the whole.
    if (checkShrink(applied.model.counts, model.counts, 0)) return false;
    const { added, removed } = diffModels(applied.model, model);
    if (added.length || removed.length) {
      await this.#apply({ snapshot, model }, signal, () =>
        connection.applyMutation({
          type: 'delta',
          added: added.map(entity => this.#defer(entity)),
          removed: removed.map(entityRef => ({ entityRef })),
        }),
      );
    } else {
      this.#applied = { snapshot, model };
    }
    return true;
  }

  async #syncAll(
    connection: EntityProviderConnection,
    signal: AbortSignal,
  ): Promise<void> {
    const before =
      this.#applied?.model.counts ??
      (await readCatalogCounts({
        location: this.#location,
        catalog: this.#catalog,
        auth: this.#auth,
        signal,
      }));
    const snapshot: Snapshot = {
      people: await this.#client.listPeople(signal),
      grants: await this.#client.listGrants(signal),
    };
    const model = this.#build(snapshot);
    const suspicion = checkShrink(before, model.counts, this.#config.maxShrink);
    if (suspicion) {
      this.#logger.error(
        `REFUSED an answer of ZITADEL '${
          this.#config.id
        }': ${suspicion}. Check that the service user may still read users and grants; if the answer is right, raise catalog.providers.zitadel.${
          this.#config.id
        }.maxShrink for one sync`,
      );
      throw new ServiceUnavailableError(
        `The answer of ZITADEL is not believed: ${suspicion}`,
      );
    }
    await this.#apply({ snapshot, model }, signal, () =>
      connection.applyMutation({
        type: 'full',
        entities: [...model.entities.values()].map(e => this.#defer(e)),
      }),
    );
  }

  /** Remembers what was applied only once it is: half a mutation is not relied on. */
  async #apply(
    next: { snapshot: Snapshot; model: Model },
    signal: AbortSignal,
    mutate: () => Promise<void>,
  ): Promise<void> {
    signal.throwIfAborted();
    // Should this fail, a full sync follows, measured against what the catalog has.
    this.#applied = undefined;
    await mutate();
    this.#applied = next;
  }

  #build(snapshot: Snapshot): Model {
    const { mapping } = this.#config;
    return buildModel(snapshot, { location: this.#location, mapping });
  }

  get #location(): string {
    return `zitadel:${this.#config.id}`;
  }

  #defer(entity: Entity): DeferredEntity {
    return { entity, locationKey: this.getProviderName() };
  }
}
