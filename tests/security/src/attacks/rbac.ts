import { randomBytes } from 'node:crypto';
import { KubernetesApi } from '../support/KubernetesApi';
import { expect, Suite } from '../support/Suite';
import {
  applyManifest,
  clusterManifests,
  Manifest,
  pathOf,
  PORTAL_ACCOUNT,
  PORTAL_NAMESPACE,
  tenantManifests,
} from '../world/manifests';

const SUFFIX = randomBytes(4).toString('hex');
const OWN = `aiops-suite-a-${SUFFIX}`;
const FOREIGN = `aiops-suite-b-${SUFFIX}`;
const TOKEN_SECONDS = 600;

/** Each row: what is asked, and whether it is answered. */
async function attempts(
  suite: Suite,
  api: KubernetesApi,
  who: string,
  token: string,
  rows: Array<[string, string, boolean, object?, Record<string, string>?]>,
) {
  for (const [method, path, may, body, headers] of rows) {
    await suite.test(`${who} ${method} ${path}`, async () => {
      const { status } = await api.call({ method, path, token, body, headers });
      expect(
        may ? status < 400 : status === 403 || status === 401,
        `gets ${status}, should ${may ? '' : 'not '}be answered`,
      );
    });
  }
}

/**
 * Applies the RBAC of kubernetes/ for two throw-away namespaces, and tries what the portal's tokens
 * reach there. Removes what it made but the portal's namespace: where no controller ends it, nothing
 * could be made in it again.
 */
export async function testRbac(
  suite: Suite,
  api: KubernetesApi,
): Promise<void> {
  suite.begin('RBAC of kubernetes/');
  const made: Manifest[] = [];
  const manifests = [
    ...(await clusterManifests()),
    ...(await tenantManifests(OWN, OWN)),
    ...(await tenantManifests(FOREIGN, FOREIGN)),
  ];
  const tokenOf = (namespace: string, account: string, token?: string) =>
    api.requestToken({ namespace, account, token, seconds: TOKEN_SECONDS });
  for (const manifest of manifests) {
    await suite.test(
      `apply ${manifest.kind} ${manifest.metadata.name}`,
      async () => {
        const created = await applyManifest(api, manifest);
        const { kind, metadata } = manifest;
        const kept = kind === 'Namespace' && metadata.name === PORTAL_NAMESPACE;
        if (created && !kept) made.push(manifest);
      },
    );
  }
  try {
    const portal = (await tokenOf(PORTAL_NAMESPACE, PORTAL_ACCOUNT)).token;
    const review = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } };
    const impersonate = {
      'impersonate-user': 'system:admin',
      'impersonate-group': 'system:masters',
    };
    await attempts(suite, api, 'the portal', portal, [
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
        [PORTAL_NAMESPACE, PORTAL_ACCOUNT],
        ['kube-system', 'default'],
        ['kube-system', 'aiops-reader'],
      ]) {
        const { status } = await tokenOf(namespace, account, portal);
        expect(status >= 400, `${namespace}/${account}: ${status}`);
      }
    });
    const reader = (await tokenOf(OWN, 'aiops-reader', portal)).token;
    await suite.test('the portal mints the token of a reader', () =>
      expect(reader, 'it gets none'),
    );
    await attempts(suite, api, 'a reader', reader, [
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
      const { status } = await tokenOf(OWN, 'aiops-reader', reader);
      expect(status >= 400, `it does: ${status}`);
    });
  } finally {
    for (const manifest of made.reverse()) {
      await api.call({ method: 'DELETE', path: pathOf(manifest, true) });
    }
  }
}
