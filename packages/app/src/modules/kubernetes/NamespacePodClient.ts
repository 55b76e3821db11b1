import { ResponseError } from '@backstage/errors';
import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { KubernetesProxyApi } from '@backstage/plugin-kubernetes-react';

type InvolvedEvents = Awaited<
  ReturnType<KubernetesProxyApi['getEventsByInvolvedObjectName']>
>;

const CUT_OFF = '… the log goes on; this is as much of it as is shown';

/**
 * Reads pod logs and events for the stock Kubernetes pages by the portal's own
 * routes, each of which can reach one namespace and nothing else.
 */
export class NamespacePodClient implements KubernetesProxyApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  async getPodLogs(request: {
    podName: string;
    namespace: string;
    clusterName: string;
    containerName: string;
    previous?: boolean;
  }): Promise<{ text: string }> {
    const { text, truncated } = await this.#get<{
      text: string;
      truncated: boolean;
    }>(request, `pods/${encodeURIComponent(request.podName)}/log`, {
      container: request.containerName,
      previous: String(Boolean(request.previous)),
    });
    return { text: truncated ? `${text}\n${CUT_OFF}` : text };
  }

  async getEventsByInvolvedObjectName(request: {
    clusterName: string;
    involvedObjectName: string;
    namespace: string;
  }): Promise<InvolvedEvents> {
    const { involvedObjectName } = request;
    const { items } = await this.#get<{ items: InvolvedEvents }>(
      request,
      'events',
      { involvedObjectName },
    );
    return items;
  }

  async deletePod(): Promise<never> {
    throw new Error(
      'This page only shows what runs. Change it in Git, or by a proposed action.',
    );
  }

  async #get<T>(
    target: { clusterName: string; namespace: string },
    path: string,
    query: Record<string, string>,
  ): Promise<T> {
    const base = await this.#discoveryApi.getBaseUrl('kubernetes');
    const cluster = encodeURIComponent(target.clusterName);
    const namespace = encodeURIComponent(target.namespace);
    const response = await this.#fetchApi.fetch(
      `${base}/clusters/${cluster}/namespaces/${namespace}/${path}?${new URLSearchParams(
        query,
      )}`,
    );
    if (!response.ok) {
      // What the cluster said, such as that a container waits for its image, is what helps.
      throw (await ResponseError.fromResponse(response)).cause;
    }
    return response.json();
  }
}
