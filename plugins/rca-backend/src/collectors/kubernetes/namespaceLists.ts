import {
  AppsV1Api,
  AutoscalingV2Api,
  ConfigurationOptions,
  CoreV1Api,
  DiscoveryV1Api,
  KubeConfig,
} from '@kubernetes/client-node';

/** Objects in one answer of the API server. */
const PAGE_SIZE = 500;
/** Pages of one list that are read before the rest is given up. */
const MAX_PAGES = 20;

type Apis = {
  core: CoreV1Api;
  apps: AppsV1Api;
  autoscaling: AutoscalingV2Api;
  discovery: DiscoveryV1Api;
};
type Page = { namespace: string; limit: number; _continue?: string };
type ListAnswer<T> = { items: T[]; metadata?: { _continue?: string } };

/** Each kind of object that an investigation reads, and how it is listed. */
const lists = {
  pods: ({ core }: Apis, page: Page, options: ConfigurationOptions) =>
    core.listNamespacedPod(page, options),
  services: ({ core }: Apis, page: Page, options: ConfigurationOptions) =>
    core.listNamespacedService(page, options),
  configMaps: ({ core }: Apis, page: Page, options: ConfigurationOptions) =>
    core.listNamespacedConfigMap(page, options),
  events: ({ core }: Apis, page: Page, options: ConfigurationOptions) =>
    core.listNamespacedEvent(page, options),
  deployments: ({ apps }: Apis, page: Page, options: ConfigurationOptions) =>
    apps.listNamespacedDeployment(page, options),
  statefulSets: ({ apps }: Apis, page: Page, options: ConfigurationOptions) =>
    apps.listNamespacedStatefulSet(page, options),
  replicaSets: ({ apps }: Apis, page: Page, options: ConfigurationOptions) =>
    apps.listNamespacedReplicaSet(page, options),
  autoscalers: (
    { autoscaling }: Apis,
    page: Page,
    options: ConfigurationOptions,
  ) => autoscaling.listNamespacedHorizontalPodAutoscaler(page, options),
  endpointSlices: (
    { discovery }: Apis,
    page: Page,
    options: ConfigurationOptions,
  ) => discovery.listNamespacedEndpointSlice(page, options),
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
    discovery: kubeConfig.makeApiClient(DiscoveryV1Api),
  };
  const items: ItemOf<K>[] = [];
  let next: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = (await lists[kind](
      apis,
      { namespace, limit: PAGE_SIZE, ...(next && { _continue: next }) },
      options,
    )) as ListAnswer<ItemOf<K>>;
    items.push(...answer.items);
    next = answer.metadata?._continue;
    if (!next) {
      return { items, truncated: false };
    }
  }
  return { items, truncated: true };
}
