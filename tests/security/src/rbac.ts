// Applies the RBAC of kubernetes/ to a cluster, and tries what the portal's tokens reach there:
// KUBERNETES_URL, KUBERNETES_ADMIN_TOKEN and, for its certificate, KUBERNETES_CA_DATA. It makes two
// namespaces of its own and removes them again.
import { readFile } from 'node:fs/promises';
import https from 'node:https';
import http from 'node:http';
import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { parseAllDocuments } from 'yaml';
import { expect, Suite } from './support/Suite';

const ROOT = join(resolvePackagePath('@internal/security'), '../..');
const MANIFESTS = ['namespace', 'portal-identity', 'tenant-roles'];
const PORTAL_NAMESPACE = 'aiops-system';
const PORTAL =
  '{ kind: ServiceAccount, name: aiops-portal, namespace: aiops-system }';
const SUFFIX = Date.now().toString(36);
const OWN = `aiops-suite-a-${SUFFIX}`;
const FOREIGN = `aiops-suite-b-${SUFFIX}`;
/** Kinds that are in no namespace. */
const CLUSTER_KINDS = ['Namespace', 'ClusterRole', 'ClusterRoleBinding'];
const TOKEN_SECONDS = 600;

type Manifest = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
};

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

async function call(
  token: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{
  status: number;
  json: any;
} /* eslint-disable-line @typescript-eslint/no-explicit-any -- of any kind */> {
  const url = new URL(path, required('KUBERNETES_URL'));
  const ca = process.env.KUBERNETES_CA_DATA;
  const client = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const request = client.request(
      url,
      {
        method,
        ca: ca && Buffer.from(ca, 'base64'),
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
      },
      async answer => {
        let text = '';
        for await (const chunk of answer) text += chunk;
        const json = text.startsWith('{') ? JSON.parse(text) : {};
        resolve({ status: answer.statusCode ?? 0, json });
      },
    );
    request.once('error', reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function pathOf({ apiVersion, kind, metadata }: Manifest, withName = false) {
  const base = apiVersion.includes('/') ? '/apis' : '/api';
  const plural = `${kind.toLowerCase()}s`;
  const place = CLUSTER_KINDS.includes(kind)
    ? ''
    : `/namespaces/${metadata.namespace ?? PORTAL_NAMESPACE}`;
  const name = withName ? `/${metadata.name}` : '';
  return `${base}/${apiVersion}${place}/${plural}${name}`;
}

async function manifests(): Promise<Manifest[]> {
  const texts = await Promise.all(
    MANIFESTS.map(name =>
      readFile(join(ROOT, 'kubernetes/cluster', `${name}.yaml`), 'utf8'),
    ),
  );
  const tenant = await readFile(
    join(ROOT, 'kubernetes/tenant/tenant.yaml'),
    'utf8',
  );
  for (const namespace of [OWN, FOREIGN]) {
    texts.push(
      tenant
        .replaceAll('${NAMESPACE}', namespace)
        .replaceAll('${TEAM}', namespace)
        .replaceAll('${PORTAL}', PORTAL),
    );
  }
  return texts
    .flatMap(text => parseAllDocuments(text))
    .map(document => document.toJS() as Manifest)
    .filter(Boolean);
}

async function tokenOf(
  token: string,
  namespace: string,
  account: string,
): Promise<{ status: number; token: string }> {
  const { status, json } = await call(
    token,
    'POST',
    `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`,
    {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: TOKEN_SECONDS },
    },
  );
  return { status, token: json.status?.token ?? '' };
}

/** Each row: what is asked, and whether it is answered. */
async function attempts(
  suite: Suite,
  who: string,
  token: string,
  rows: Array<[string, string, boolean, object?, Record<string, string>?]>,
) {
  for (const [method, path, may, body, headers] of rows) {
    await suite.test(`${who} ${method} ${path}`, async () => {
      const { status } = await call(token, method, path, body, headers);
      expect(
        may ? status < 400 : status === 403 || status === 401,
        `gets ${status}, should ${may ? '' : 'not '}be answered`,
      );
    });
  }
}

async function main(): Promise<boolean> {
  const admin = required('KUBERNETES_ADMIN_TOKEN');
  const suite = new Suite();
  suite.begin('RBAC of kubernetes/');
  const made: Manifest[] = [];
  for (const manifest of await manifests()) {
    await suite.test(
      `apply ${manifest.kind} ${manifest.metadata.name}`,
      async () => {
        const { status, json } = await call(
          admin,
          'POST',
          pathOf(manifest),
          manifest,
        );
        expect(status < 300 || status === 409, `${status} ${json.message}`);
        if (status < 300) made.push(manifest);
      },
    );
  }
  try {
    const portal = (await tokenOf(admin, PORTAL_NAMESPACE, 'aiops-portal'))
      .token;
    const review = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } };
    const impersonate = {
      'impersonate-user': 'system:admin',
      'impersonate-group': 'system:masters',
    };
    await attempts(suite, 'the portal', portal, [
      ['GET', '/api/v1/namespaces', true],
      ['GET', '/api/v1/pods', false],
      ['GET', '/api/v1/secrets', false],
      ['GET', '/api/v1/nodes', false],
      ['GET', `/api/v1/namespaces/${OWN}/pods`, false],
      ['GET', `/api/v1/namespaces/${OWN}/secrets`, false],
      ['GET', '/api/v1/namespaces', false, undefined, impersonate],
      ['DELETE', `/api/v1/namespaces/${OWN}`, false],
      ['POST', `/api/v1/namespaces/${OWN}/pods`, false, review],
      [
        'POST',
        '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
        false,
        {},
      ],
    ]);
    await suite.test('the portal mints no other token', async () => {
      for (const [namespace, account] of [
        [OWN, 'default'],
        [PORTAL_NAMESPACE, 'aiops-portal'],
        ['kube-system', 'default'],
        ['kube-system', 'aiops-reader'],
      ]) {
        const { status } = await tokenOf(portal, namespace, account);
        expect(status >= 400, `${namespace}/${account}: ${status}`);
      }
    });
    const reader = (await tokenOf(portal, OWN, 'aiops-reader')).token;
    await suite.test('the portal mints the token of a reader', () =>
      expect(reader, 'it gets none'),
    );
    await attempts(suite, 'a reader', reader, [
      ['GET', `/api/v1/namespaces/${OWN}/pods`, true],
      ['GET', `/api/v1/namespaces/${OWN}/events`, true],
      ['GET', `/api/v1/namespaces/${OWN}/configmaps`, true],
      ['GET', `/apis/apps/v1/namespaces/${OWN}/deployments`, true],
      ['GET', `/api/v1/namespaces/${OWN}/secrets`, false],
      ['GET', `/api/v1/namespaces/${FOREIGN}/pods`, false],
      ['GET', `/api/v1/namespaces/${FOREIGN}/events`, false],
      ['GET', '/api/v1/pods', false],
      ['GET', '/api/v1/namespaces', false],
      ['GET', `/api/v1/namespaces/${OWN}/pods`, false, undefined, impersonate],
      ['POST', `/api/v1/namespaces/${OWN}/pods`, false, review],
      ['DELETE', `/api/v1/namespaces/${OWN}/pods/x`, false],
      ['POST', `/api/v1/namespaces/${OWN}/pods/x/exec?command=sh`, false, {}],
      ['GET', `/api/v1/namespaces/${OWN}/services/x/proxy/`, false],
      [
        'PATCH',
        `/api/v1/namespaces/${OWN}`,
        false,
        {},
        { 'content-type': 'application/merge-patch+json' },
      ],
    ]);
    await suite.test('a reader mints no token', async () => {
      const { status } = await tokenOf(reader, OWN, 'aiops-reader');
      expect(status >= 400, `it does: ${status}`);
    });
  } finally {
    for (const manifest of made.reverse()) {
      await call(admin, 'DELETE', pathOf(manifest, true));
    }
  }
  return suite.finish().failed === 0;
}

main().then(
  passed => process.exit(passed ? 0 : 1),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(2);
  },
);
