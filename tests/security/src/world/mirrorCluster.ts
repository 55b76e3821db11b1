import { KubernetesApi } from '../support/KubernetesApi';

/** Marks the namespaces that the suite made, which are the only ones it writes into or empties. */
const MARK = { 'aiops.backstage/attack-suite': 'mirror' };
/** Every cluster has these from the start, or from kubernetes/; nothing of theirs is copied. */
const BUILT_IN = /^(default|kube-.*|aiops-system)$/;
const EMPTIED_TIMEOUT_MS = 30_000;
const POLL_MS = 200;

/** In the order in which one may own the next. ServiceAccounts and bindings come from kubernetes/. */
const RESOURCES: Array<{ base: string; plural: string; status?: boolean }> = [
  { base: '/api/v1', plural: 'configmaps' },
  { base: '/api/v1', plural: 'secrets' },
  { base: '/api/v1', plural: 'services' },
  { base: '/api/v1', plural: 'endpoints' },
  { base: '/apis/discovery.k8s.io/v1', plural: 'endpointslices' },
  { base: '/apis/apps/v1', plural: 'deployments', status: true },
  { base: '/apis/apps/v1', plural: 'statefulsets', status: true },
  { base: '/apis/apps/v1', plural: 'daemonsets', status: true },
  { base: '/apis/apps/v1', plural: 'replicasets', status: true },
  {
    base: '/apis/autoscaling/v2',
    plural: 'horizontalpodautoscalers',
    status: true,
  },
  { base: '/apis/policy/v1', plural: 'poddisruptionbudgets', status: true },
  { base: '/apis/networking.k8s.io/v1', plural: 'networkpolicies' },
  { base: '/apis/networking.k8s.io/v1', plural: 'ingresses' },
  { base: '/api/v1', plural: 'pods', status: true },
  { base: '/api/v1', plural: 'events' },
];

type KubernetesObject = {
  metadata: {
    name: string;
    uid?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: Array<{ uid: string }>;
  };
  spec?: Record<string, unknown>;
  status?: unknown;
  involvedObject?: { uid?: string };
};

/** Copies the world of one cluster into another, which no controller and no kubelet watches. */
export async function mirrorCluster(
  from: KubernetesApi,
  to: KubernetesApi,
): Promise<{ namespaces: KubernetesObject[]; objects: number }> {
  const uids = new Map<string, string>();
  const list = async (api: KubernetesApi, path: string) =>
    (await api.demand({ path })).items as KubernetesObject[];
  const copy = async (path: string, original: KubernetesObject) => {
    const body = portable(original, uids);
    const created = await to.demand({ method: 'POST', path, body });
    if (original.metadata.uid) {
      uids.set(original.metadata.uid, created.metadata.uid);
    }
    return created;
  };
  const copyStatus = async (path: string, status: unknown) =>
    to.demand({
      method: 'PATCH',
      path: `${path}/status`,
      headers: { 'content-type': 'application/merge-patch+json' },
      body: { status },
    });

  let objects = 0;
  for (const node of await list(from, '/api/v1/nodes')) {
    const path = `/api/v1/nodes/${node.metadata.name}`;
    await to.call({ method: 'DELETE', path });
    await copy('/api/v1/nodes', node);
    await copyStatus(path, node.status);
    objects++;
  }
  const namespaces = (await list(from, '/api/v1/namespaces')).filter(
    ({ metadata }) => !BUILT_IN.test(metadata.name),
  );
  for (const namespace of namespaces) {
    await prepareNamespace(to, namespace);
    for (const { base, plural, status } of RESOURCES) {
      const path = `${base}/namespaces/${namespace.metadata.name}/${plural}`;
      for (const original of await list(from, path)) {
        await copy(path, original);
        if (status && original.status) {
          await copyStatus(
            `${path}/${original.metadata.name}`,
            original.status,
          );
        }
        objects++;
      }
    }
  }
  return { namespaces, objects };
}

/** An empty namespace with the labels of the original; throws where somebody else's has its name. */
async function prepareNamespace(
  api: KubernetesApi,
  { metadata: { name, labels } }: KubernetesObject,
): Promise<void> {
  const path = `/api/v1/namespaces/${name}`;
  const metadata = { name, labels: { ...labels, ...MARK } };
  const found = (await api.call({ path })).json.metadata;
  const [[mark, value]] = Object.entries(MARK);
  if (found && found.labels?.[mark] !== value) {
    throw new Error(
      `The namespace ${name} is there and is not the suite's. Give the suite an API server of its own.`,
    );
  }
  if (found?.deletionTimestamp) {
    // An attack on an open portal came through, and there is no controller that would end it.
    await api.demand({
      method: 'PUT',
      path: `${path}/finalize`,
      body: { metadata: { name }, spec: { finalizers: [] } },
    });
  }
  if (found && !found.deletionTimestamp) {
    await api.demand({
      method: 'PATCH',
      path,
      headers: { 'content-type': 'application/merge-patch+json' },
      body: { metadata },
    });
  } else {
    await api.demand({
      method: 'POST',
      path: '/api/v1/namespaces',
      body: { apiVersion: 'v1', kind: 'Namespace', metadata },
    });
  }
  // The owners first, so that nothing makes anew what is deleted.
  for (const { base, plural } of RESOURCES) {
    await emptyCollection(api, `${base}/namespaces/${name}/${plural}`);
  }
}

/** No kubelet confirms the end of a pod here, so nothing is given time to end. */
async function emptyCollection(
  api: KubernetesApi,
  path: string,
): Promise<void> {
  const until = Date.now() + EMPTIED_TIMEOUT_MS;
  for (;;) {
    await api.demand({
      method: 'DELETE',
      path,
      body: { gracePeriodSeconds: 0, propagationPolicy: 'Background' },
    });
    if (!(await api.demand({ path })).items.length) return;
    if (Date.now() > until) throw new Error(`${path} cannot be emptied`);
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
}

/** Without what a server gives itself, and with the ids of its owners over there. */
function portable(
  original: KubernetesObject,
  uids: Map<string, string>,
): KubernetesObject {
  const { metadata, status, ...rest } = structuredClone(original);
  const { name, labels, annotations, ownerReferences } = metadata;
  // Addresses are of the cluster's own ranges; a Service without one says so in the text `None`.
  if (rest.spec && rest.spec.clusterIP !== 'None') {
    delete rest.spec.clusterIP;
    delete rest.spec.clusterIPs;
  }
  const { involvedObject } = rest;
  if (involvedObject?.uid) {
    involvedObject.uid = uids.get(involvedObject.uid) ?? involvedObject.uid;
  }
  return {
    ...rest,
    metadata: {
      name,
      labels,
      annotations,
      ownerReferences: ownerReferences?.flatMap(owner => {
        const uid = uids.get(owner.uid);
        return uid ? [{ ...owner, uid }] : [];
      }),
    },
  };
}
