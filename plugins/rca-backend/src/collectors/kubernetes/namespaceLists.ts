import {
  AppsV1Api,
  AutoscalingV2Api,
  BatchV1Api,
  ConfigurationOptions,
  CoreV1Api,
  DiscoveryV1Api,
  KubeConfig,
  NetworkingV1Api,
  PolicyV1Api,
} from '@kubernetes/client-node';
import { readPages } from './readPages';

/** Pages of one list that are read before the rest is given up. */
const MAX_PAGES = 20;

type Apis = {
  core: CoreV1Api;
  apps: AppsV1Api;
  autoscaling: AutoscalingV2Api;
  batch: BatchV1Api;
  discovery: DiscoveryV1Api;
  networking: NetworkingV1Api;
  policy: PolicyV1Api;
};
type Page = { namespace: string; limit: number; _continue?: string };
type Options = ConfigurationOptions;

/** Each kind of object that an investigation reads, and how it is listed. */
const lists = {
  pods: ({ core }: Apis, page: Page, options: Options) =>
    core.listNamespacedPod(page, options),
  services: ({ core }: Apis, page: Page, options: Options) =>
    core.listNamespacedService(page, options),
  configMaps: ({ core }: Apis, page: Page, options: Options) =>
    core.listNamespacedConfigMap(page, options),
  events: ({ core }: Apis, page: Page, options: Options) =>
    core.listNamespacedEvent(page, options),
  volumeClaims: ({ core }: Apis, page: Page, options: Options) =>
    core.listNamespacedPersistentVolumeClaim(page, options),
  resourceQuotas: ({ core }: Apis, page: Page, options: Options) =>
    core.listNamespacedResourceQuota(page, options),
  limitRanges: ({ core }: Apis, page: Page, options: Options) =>
    core.listNamespacedLimitRange(page, options),
  deployments: ({ apps }: Apis, page: Page, options: Options) =>
    apps.listNamespacedDeployment(page, options),
  statefulSets: ({ apps }: Apis, page: Page, options: Options) =>
    apps.listNamespacedStatefulSet(page, options),
  daemonSets: ({ apps }: Apis, page: Page, options: Options) =>
    apps.listNamespacedDaemonSet(page, options),
  replicaSets: ({ apps }: Apis, page: Page, options: Options) =>
    apps.listNamespacedReplicaSet(page, options),
  jobs: ({ batch }: Apis, page: Page, options: Options) =>
    batch.listNamespacedJob(page, options),
  cronJobs: ({ batch }: Apis, page: Page, options: Options) =>
    batch.listNamespacedCronJob(page, options),
  autoscalers: ({ autoscaling }: Apis, page: Page, options: Options) =>
    autoscaling.listNamespacedHorizontalPodAutoscaler(page, options),
  endpointSlices: ({ discovery }: Apis, page: Page, options: Options) =>
    discovery.listNamespacedEndpointSlice(page, options),
  ingresses: ({ networking }: Apis, page: Page, options: Options) =>
    networking.listNamespacedIngress(page, options),
  networkPolicies: ({ networking }: Apis, page: Page, options: Options) =>
    networking.listNamespacedNetworkPolicy(page, options),
  disruptionBudgets: ({ policy }: Apis, page: Page, options: Options) =>
    policy.listNamespacedPodDisruptionBudget(page, options),
};

/** @internal */
export type ListKind = keyof typeof lists;
/** @internal */
export const listKinds = Object.keys(lists) as ListKind[];

type ItemOf<K extends ListKind> = Awaited<
  ReturnType<(typeof lists)[K]>
>['items'][number];

/**
 * Reads all objects of one kind in one namespace, page by page.
 * @internal
 */
export async function listNamespaced<K extends ListKind>(
  kubeConfig: KubeConfig,
  kind: K,
  namespace: string,
  options: ConfigurationOptions,
): Promise<{ items: ItemOf<K>[]; truncated: boolean }> {
  const apis: Apis = {
    core: kubeConfig.makeApiClient(CoreV1Api),
    apps: kubeConfig.makeApiClient(AppsV1Api),
    autoscaling: kubeConfig.makeApiClient(AutoscalingV2Api),
    batch: kubeConfig.makeApiClient(BatchV1Api),
    discovery: kubeConfig.makeApiClient(DiscoveryV1Api),
    networking: kubeConfig.makeApiClient(NetworkingV1Api),
    policy: kubeConfig.makeApiClient(PolicyV1Api),
  };
  return readPages<ItemOf<K>>(
    page => lists[kind](apis, { namespace, ...page }, options),
    MAX_PAGES,
  );
}
