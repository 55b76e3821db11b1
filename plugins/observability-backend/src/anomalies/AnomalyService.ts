import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  Anomaly,
  AnomalyList,
  AnomalyMute,
  AnomalyMuteList,
  ChangeMark,
  observabilityErrorReasons,
  observabilityMutePermission,
} from '@internal/plugin-observability-common';
import { NamespaceGrant } from '@internal/plugin-tenancy-common';
import { TenancyService } from '@internal/plugin-tenancy-node';
import { ReadableTarget, TelemetryAccess } from '../access/TelemetryAccess';
import { decodeCursor, encodeCursor, isUuid } from './cursor';
import {
  DatabaseAnomalyStore,
  ReadableNamespace,
} from './DatabaseAnomalyStore';
import { createMuteRequest, listAnomaliesQuery } from './requests';
import { z } from 'zod';

const CLUSTER = 'metadata.annotations.backstage.io/kubernetes-cluster';
const NAMESPACE = 'metadata.annotations.backstage.io/kubernetes-namespace';
const ID = 'metadata.annotations.backstage.io/kubernetes-id';
/** Entities that are looked at to link anomalies to them. */
const MAX_ENTITIES = 2_000;
/** Of the newest; a chart cannot show more. */
const MAX_MARKS = 50;

/**
 * Anomalies and mutes as one caller may see them.
 *
 * @remarks
 * Who may see what is decided when it is read, by tenancy. Who has a namespace by
 * ownership sees what was found since the owner was theirs: a namespace that
 * changes hands takes no history with it. What the caller may not see does not exist.
 *
 * @internal
 */
export class AnomalyService {
  readonly #access: TelemetryAccess;
  readonly #tenancy: TenancyService;
  readonly #catalog: CatalogService;
  readonly #store: DatabaseAnomalyStore;

  constructor(options: {
    access: TelemetryAccess;
    tenancy: TenancyService;
    catalog: CatalogService;
    store: DatabaseAnomalyStore;
  }) {
    this.#access = options.access;
    this.#tenancy = options.tenancy;
    this.#catalog = options.catalog;
    this.#store = options.store;
  }

  async list(
    query: z.output<typeof listAnomaliesQuery>,
    credentials: BackstageCredentials,
  ): Promise<AnomalyList> {
    await this.#access.authorize(credentials);
    const { entityRef, limit, muted, state, signal } = query;
    const cursor = query.cursor ? decodeCursor(query.cursor) : undefined;
    // An entity narrows to where it is; it never widens what the caller may see.
    const target =
      entityRef === undefined
        ? undefined
        : await this.#access.target(credentials, {
            entityRef,
            ...(query.namespace && { namespace: query.namespace }),
            ...(query.cluster && { cluster: query.cluster }),
          });
    const readable = await this.#readable(credentials, target ?? query);
    const found = await this.#store.list({
      ...{ readable, state, signal, muted, limit, cursor },
      service: target?.service,
    });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return {
      items: await this.#withEntities(items, credentials),
      ...(found.length > limit && last && { nextCursor: encodeCursor(last) }),
      scans: await this.#store.scans(readable),
    };
  }

  /** Where the anomalies of a workload begin, for the time axis of its charts. */
  async marksOf(
    target: ReadableTarget,
    window: { from: Date; to: Date },
    credentials: BackstageCredentials,
  ): Promise<ChangeMark[]> {
    const readable = await this.#readable(credentials, target);
    const found = await this.#store.list({
      ...{ readable, service: target.service, muted: false },
      limit: MAX_MARKS,
    });
    return found
      .filter(
        ({ onset }) =>
          Date.parse(onset) >= +window.from && Date.parse(onset) <= +window.to,
      )
      .map(({ onset, explanation }) => ({
        time: onset,
        kind: 'anomaly',
        title: explanation,
      }));
  }

  async listMutes(
    query: { cluster?: string; namespace?: string },
    credentials: BackstageCredentials,
  ): Promise<AnomalyMuteList> {
    await this.#access.authorize(credentials);
    const readable = await this.#readable(credentials, query);
    return { items: await this.#store.listMutes(readable) };
  }

  /** @throws NotAllowedError unless the namespace is the caller's to keep, and not just to read. */
  async createMute(
    mute: z.output<typeof createMuteRequest>,
    credentials: BackstageCredentials,
  ): Promise<AnomalyMute> {
    const user = await this.#access.authorize(
      credentials,
      observabilityMutePermission,
    );
    await this.#assertMayMute(mute, credentials);
    return this.#store.createMute({
      ...mute,
      createdBy: user.principal.userEntityRef,
    });
  }

  async deleteMute(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<void> {
    await this.#access.authorize(credentials, observabilityMutePermission);
    const mute = isUuid(id) ? await this.#store.getMute(id) : undefined;
    const readable = mute && (await this.#readable(credentials, mute));
    if (!mute || !readable?.length) {
      throw new NotFoundError(`Mute '${id}' not found`);
    }
    await this.#assertMayMute(mute, credentials);
    await this.#store.deleteMute(id);
  }

  async #assertMayMute(
    { cluster, namespace }: { cluster: string; namespace: string },
    credentials: BackstageCredentials,
  ): Promise<void> {
    const decision = await this.#tenancy.decide({
      credentials,
      namespace: { cluster, namespace },
    });
    if (decision.result === 'deny' || decision.grant.access === 'shared') {
      throw Object.assign(
        new NotAllowedError(
          `You may not mute anomalies of namespace '${namespace}' of cluster '${cluster}'`,
        ),
        { reason: observabilityErrorReasons.namespaceDenied },
      );
    }
  }

  async #readable(
    credentials: BackstageCredentials,
    within: { cluster?: string; namespace?: string },
  ): Promise<ReadableNamespace[]> {
    const { cluster } = within;
    const grants = await this.#tenancy.list({
      credentials,
      ...(cluster && { cluster }),
    });
    return grants
      .filter(
        grant => (within.namespace ?? grant.namespace) === grant.namespace,
      )
      .map(toReadable);
  }

  /** Links to entities that the caller may see. */
  async #withEntities(
    items: Anomaly[],
    credentials: BackstageCredentials,
  ): Promise<Anomaly[]> {
    const namespaces = [...new Set(items.map(({ namespace }) => namespace))];
    if (namespaces.length === 0) return items;
    const { items: entities } = await this.#catalog.getEntities(
      {
        filter: { kind: 'component', [NAMESPACE]: namespaces },
        fields: [
          'kind',
          'metadata.name',
          'metadata.namespace',
          CLUSTER,
          NAMESPACE,
          ID,
        ],
        limit: MAX_ENTITIES,
      },
      { credentials },
    );
    const refs = new Map<string, string>();
    for (const entity of entities) {
      const annotations = entity.metadata.annotations ?? {};
      const at = (key: string) =>
        annotations[key.replace(/^metadata\.annotations\./, '')];
      const service = at(ID) ?? entity.metadata.name;
      const ref = stringifyEntityRef(entity);
      refs.set(JSON.stringify([at(CLUSTER), at(NAMESPACE), service]), ref);
    }
    return items.map(item => {
      const { cluster, namespace, service } = item;
      const entityRef =
        refs.get(JSON.stringify([cluster, namespace, service])) ??
        refs.get(JSON.stringify([undefined, namespace, service]));
      return entityRef ? { ...item, entityRef } : item;
    });
  }
}

function toReadable(grant: NamespaceGrant): ReadableNamespace {
  const { cluster, namespace, access, via } = grant;
  return {
    cluster,
    namespace,
    ...(access === 'owner' && via && { owner: via }),
  };
}
