import {
  createKubernetesApi,
  MemoryObjectStore,
  resourceTypes,
  seedPlatform,
} from '@internal/sandbox';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ApiClient, KubernetesTarget } from './ApiClient';
import { kubernetesCases } from './kubernetesCases';

jest.setTimeout(60_000);

const DEFAULTS_TIMEOUT_MS = 20_000;

const { KUBERNETES_URL, KUBERNETES_ADMIN_TOKEN } = process.env;
/** A file with the PEM bundle, or the bundle itself as kubeconfig files hold it. */
const { KUBERNETES_CA, KUBERNETES_CA_DATA } = process.env;

/** A real cluster puts these into every new namespace, a little later. */
async function waitForDefaults(
  client: ApiClient,
  namespace: string,
): Promise<void> {
  const base = `/api/v1/namespaces/${namespace}`;
  const paths = ['serviceaccounts/default', 'configmaps/kube-root-ca.crt'];
  const deadline = Date.now() + DEFAULTS_TIMEOUT_MS;
  for (const path of paths) {
    while ((await client.call('GET', `${base}/${path}`)).code !== 200) {
      if (Date.now() > deadline) {
        throw new Error(`The cluster did not create ${path} in ${namespace}`);
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}

function runCases(
  target: () => KubernetesTarget,
  options: { real: boolean },
): void {
  let client: ApiClient;
  let namespace: string;
  beforeEach(async () => {
    client = new ApiClient(target());
    namespace = `contract-${randomBytes(4).toString('hex')}`;
    const created = await client.call('POST', '/api/v1/namespaces', {
      body: { metadata: { name: namespace } },
    });
    expect(created.code).toBe(201);
    if (options.real) {
      await waitForDefaults(client, namespace);
    }
  });
  afterEach(async () => {
    await client.call('DELETE', `/api/v1/namespaces/${namespace}`);
  });
  // Each case asserts by `expect` inside.
  // eslint-disable-next-line jest/expect-expect
  it.each(kubernetesCases.map(({ name, run }) => [name, run] as const))(
    '%s',
    async (_name, run) => {
      await run({ client, namespace });
    },
  );
}

describe('the sandbox as a Kubernetes API', () => {
  let api: Awaited<ReturnType<typeof createKubernetesApi>>;
  beforeAll(async () => {
    const clock = { now: () => Date.now() };
    const store = MemoryObjectStore.create({ clock });
    store.create(resourceTypes.namespaces, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'default' },
    });
    seedPlatform(store, []);
    api = await createKubernetesApi({
      store,
      clock,
      containerLogs: { read: () => [], follow: () => () => {} },
    });
  });
  afterAll(() => api.close());
  runCases(() => ({ url: api.url, token: api.adminToken }), { real: false });
});

if (KUBERNETES_URL && KUBERNETES_ADMIN_TOKEN) {
  describe(`the Kubernetes API at ${KUBERNETES_URL}`, () => {
    runCases(
      () => ({
        url: KUBERNETES_URL,
        token: KUBERNETES_ADMIN_TOKEN,
        caData: KUBERNETES_CA
          ? readFileSync(KUBERNETES_CA).toString('base64')
          : KUBERNETES_CA_DATA,
      }),
      { real: true },
    );
  });
} else {
  process.stderr.write(
    'SKIPPED: the Kubernetes contract against a real server; set KUBERNETES_URL and KUBERNETES_ADMIN_TOKEN (and KUBERNETES_CA, a file) to run it.\n',
  );
}
