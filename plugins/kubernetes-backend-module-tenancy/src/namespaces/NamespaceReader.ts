import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  ClusterService,
  kubernetesStatusCode,
  TenantClient,
  toBackstageError,
} from '@internal/plugin-cluster-node';
import { TenancyService } from '@internal/plugin-tenancy-node';
import { abortable } from '@internal/plugin-cluster-node';
import { CoreV1Api, CoreV1Event } from '@kubernetes/client-node';
import { readBounded } from './readBounded';
import { eventsRequest, logRequest } from './requests';
import { z } from 'zod';

/** A log is cut here, whatever was asked for. */
export const MAX_LOG_BYTES = 1_048_576;

/** Events of one namespace that are sent at most. */
export const MAX_EVENTS = 500;

/** How long a cluster may take. */
const READ_TIMEOUT_MS = 10_000;

type Caller = { credentials: BackstageCredentials; signal: AbortSignal };

/**
 * Reads single things of one namespace for one caller: decides, takes that
 * namespace's own token, and asks for exactly that.
 */
export class NamespaceReader {
  readonly #tenancy: TenancyService;
  readonly #clusters: ClusterService;

  constructor(options: { tenancy: TenancyService; clusters: ClusterService }) {
    this.#tenancy = options.tenancy;
    this.#clusters = options.clusters;
  }

  async log(
    request: z.output<typeof logRequest>,
    caller: Caller,
  ): Promise<{ text: string; truncated: boolean }> {
    const { namespace, pod, container, sinceSeconds } = request;
    return this.#read(
      request,
      caller,
      `The log of pod '${pod}'`,
      ({ kubeConfig }, signal) =>
        readBounded({
          kubeConfig,
          path: `/api/v1/namespaces/${namespace}/pods/${pod}/log`,
          query: new URLSearchParams({
            ...(container && { container }),
            ...(sinceSeconds && { sinceSeconds: String(sinceSeconds) }),
            tailLines: String(request.tailLines),
            // One more, so that a log that is cut can be told from one that ends there.
            limitBytes: String(MAX_LOG_BYTES + 1),
            previous: String(request.previous),
            timestamps: String(request.timestamps),
          }),
          maxBytes: MAX_LOG_BYTES,
          signal,
        }),
    );
  }

  async events(
    request: z.output<typeof eventsRequest>,
    caller: Caller,
  ): Promise<{ items: CoreV1Event[]; truncated: boolean }> {
    const { namespace, involvedObjectName, involvedObjectKind } = request;
    const fieldSelector = [
      involvedObjectName && `involvedObject.name=${involvedObjectName}`,
      involvedObjectKind && `involvedObject.kind=${involvedObjectKind}`,
    ]
      .filter(Boolean)
      .join(',');
    const list = await this.#read(
      request,
      caller,
      'The events',
      ({ kubeConfig }, signal) =>
        kubeConfig.makeApiClient(CoreV1Api).listNamespacedEvent(
          {
            namespace,
            limit: MAX_EVENTS,
            ...(fieldSelector && { fieldSelector }),
          },
          abortable(signal),
        ),
    );
    return {
      items: list.items,
      truncated: Boolean(list.metadata?._continue),
    };
  }

  async #read<T>(
    target: { cluster: string; namespace: string },
    caller: Caller,
    what: string,
    read: (client: TenantClient, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { cluster, namespace } = target;
    const { credentials } = caller;
    const scope = await this.#tenancy.scope({
      credentials,
      cluster,
      namespaces: [namespace],
    });
    const signal = AbortSignal.any([
      caller.signal,
      AbortSignal.timeout(READ_TIMEOUT_MS),
    ]);
    const client = await this.#clusters.forTenant({ scope, namespace, signal });
    try {
      return await read(client, signal);
    } catch (error) {
      if (kubernetesStatusCode(error) === 401) this.#clusters.refused(client);
      throw toBackstageError(
        error,
        `${what} in namespace '${namespace}' of cluster '${cluster}' cannot be read`,
      );
    }
  }
}
