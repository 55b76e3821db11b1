import { stringifyError } from '@backstage/errors';
import {
  abortable,
  TenantClient,
  toBackstageError,
} from '@internal/plugin-cluster-node';
import {
  AppsV1Api,
  AutoscalingV2Api,
  CoreV1Api,
  CoreV1Event,
  V1ConfigMap,
  V1Deployment,
  V1Pod,
  V1PodTemplateSpec,
  V1ReplicaSet,
  V2HorizontalPodAutoscaler,
} from '@kubernetes/client-node';

/** Objects in one answer of the API server. */
const PAGE_SIZE = 500;
/** Of one list; a namespace with more says so. */
const MAX_PAGES = 6;
/** ConfigMaps of one workload that are looked at. */
const MAX_CONFIG_MAPS = 10;

/** What the cluster has about one workload. @internal */
export type WorkloadObjects = {
  deployments: V1Deployment[];
  replicaSets: V1ReplicaSet[];
  pods: V1Pod[];
  autoscalers: V2HorizontalPodAutoscaler[];
  configMaps: V1ConfigMap[];
  events: CoreV1Event[];
  /** What could not be read, in words. */
  problems: string[];
};

type Page = { namespace: string; limit: number; _continue?: string };
type List<T> = Promise<{ items: T[]; metadata?: { _continue?: string } }>;

/** Reads what happened to a workload, with the tenant's own token. @internal */
export async function readWorkload(options: {
  client: TenantClient;
  labelSelector: string;
  signal: AbortSignal;
}): Promise<WorkloadObjects> {
  const { client, labelSelector, signal } = options;
  const { kubeConfig, namespace } = client;
  const apps = kubeConfig.makeApiClient(AppsV1Api);
  const core = kubeConfig.makeApiClient(CoreV1Api);
  const autoscaling = kubeConfig.makeApiClient(AutoscalingV2Api);
  const problems: string[] = [];

  async function list<T>(
    what: string,
    ask: (page: Page) => List<T>,
  ): Promise<T[]> {
    const items: T[] = [];
    let next: string | undefined;
    try {
      for (let page = 0; page < MAX_PAGES; page++) {
        const answer = await ask({
          namespace,
          limit: PAGE_SIZE,
          ...(next && { _continue: next }),
        });
        items.push(...answer.items);
        next = answer.metadata?._continue;
        if (!next) return items;
      }
      problems.push(`Only ${items.length} ${what} were looked at`);
    } catch (error) {
      signal.throwIfAborted();
      problems.push(stringifyError(toBackstageError(error, `Listing ${what}`)));
    }
    return items;
  }

  const [deployments, replicaSets, pods, autoscalers, events] =
    await Promise.all([
      list('deployments', page =>
        apps.listNamespacedDeployment(
          { ...page, labelSelector },
          abortable(signal),
        ),
      ),
      list('ReplicaSets', page =>
        apps.listNamespacedReplicaSet(page, abortable(signal)),
      ),
      list('pods', page =>
        core.listNamespacedPod({ ...page, labelSelector }, abortable(signal)),
      ),
      list('autoscalers', page =>
        autoscaling.listNamespacedHorizontalPodAutoscaler(
          page,
          abortable(signal),
        ),
      ),
      list('events', page => core.listNamespacedEvent(page, abortable(signal))),
    ]);
  const names = [
    ...new Set(deployments.flatMap(({ spec }) => configMapsOf(spec?.template))),
  ].slice(0, MAX_CONFIG_MAPS);
  const configMaps = await Promise.all(
    names.map(async name => {
      try {
        const found = await core.readNamespacedConfigMap(
          { name, namespace },
          abortable(signal),
        );
        return [found];
      } catch (error) {
        signal.throwIfAborted();
        problems.push(
          stringifyError(toBackstageError(error, `Reading ConfigMap ${name}`)),
        );
        return [];
      }
    }),
  );
  return {
    deployments,
    replicaSets,
    pods,
    autoscalers,
    events,
    configMaps: configMaps.flat(),
    problems,
  };
}

/** Names of the ConfigMaps that a pod reads. */
function configMapsOf(template: V1PodTemplateSpec | undefined): string[] {
  const {
    volumes = [],
    containers = [],
    initContainers = [],
  } = template?.spec ?? {};
  const names = [
    ...volumes.flatMap(({ configMap, projected }) => [
      configMap?.name,
      ...(projected?.sources ?? []).map(source => source.configMap?.name),
    ]),
    ...[...containers, ...initContainers].flatMap(
      ({ envFrom = [], env = [] }) => [
        ...envFrom.map(({ configMapRef }) => configMapRef?.name),
        ...env.map(({ valueFrom }) => valueFrom?.configMapKeyRef?.name),
      ],
    ),
  ];
  return names.filter(name => name !== undefined);
}
