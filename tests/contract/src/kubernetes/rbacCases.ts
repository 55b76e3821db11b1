/* eslint-disable jest/no-standalone-expect -- kubernetes.test.ts runs each case inside a test */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { ApiClient } from './ApiClient';
import type { KubernetesCase } from './types';

// eslint-disable-next-line no-restricted-syntax -- runs in tests only, from the sources
const ROOT = join(__dirname, '../../../..');
const PORTAL_NAMESPACE = 'aiops-system';
const COLLECTIONS: Record<string, string> = {
  Namespace: '/api/v1/namespaces',
  ServiceAccount: '/api/v1/namespaces/NS/serviceaccounts',
  ClusterRole: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  ClusterRoleBinding: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
  RoleBinding: '/apis/rbac.authorization.k8s.io/v1/namespaces/NS/rolebindings',
};
/** What the reader of a namespace sees there: each as a collection. */
const READABLE = [
  ...[
    'configmaps',
    'endpoints',
    'events',
    'limitranges',
    'persistentvolumeclaims',
    'pods',
    'replicationcontrollers',
    'resourcequotas',
    'services',
  ].map(plural => `/api/v1/namespaces/NS/${plural}`),
  ...['daemonsets', 'deployments', 'replicasets', 'statefulsets'].map(
    plural => `/apis/apps/v1/namespaces/NS/${plural}`,
  ),
  '/apis/autoscaling/v2/namespaces/NS/horizontalpodautoscalers',
  '/apis/batch/v1/namespaces/NS/jobs',
  '/apis/batch/v1/namespaces/NS/cronjobs',
  '/apis/discovery.k8s.io/v1/namespaces/NS/endpointslices',
  '/apis/networking.k8s.io/v1/namespaces/NS/networkpolicies',
  '/apis/policy/v1/namespaces/NS/poddisruptionbudgets',
];

type Manifest = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
};

function documents(text: string): Manifest[] {
  return parseAllDocuments(text)
    .map(document => document.toJS())
    .filter(Boolean);
}

/** Applies as far as a test needs it: creates what is missing, and brings roles to what the file says. */
async function apply(client: ApiClient, manifest: Manifest): Promise<void> {
  const { kind, metadata } = manifest;
  const namespaced = COLLECTIONS[kind].includes('/NS/');
  const namespace = metadata.namespace ?? PORTAL_NAMESPACE;
  const body = {
    ...manifest,
    metadata: namespaced ? { ...metadata, namespace } : metadata,
  };
  const collection = COLLECTIONS[kind].replace('NS', namespace);
  let { code } = await client.call('POST', collection, { body });
  if (code === 409) {
    ({ code } = await client.call('PATCH', `${collection}/${metadata.name}`, {
      body,
      type: 'application/merge-patch+json',
    }));
  }
  expect([kind, metadata.name, code]).toEqual([
    kind,
    metadata.name,
    code === 200 ? 200 : 201,
  ]);
}

/** The manifests of `kubernetes/` as the platform applies them, for two teams. */
async function install(client: ApiClient, teams: Record<string, string>) {
  const cluster = ['namespace', 'portal-identity', 'tenant-roles'].map(file =>
    readFileSync(join(ROOT, `kubernetes/cluster/${file}.yaml`), 'utf8'),
  );
  const tenants = Object.entries(teams).map(([namespace, team]) =>
    execFileSync(
      process.execPath,
      [join(ROOT, 'scripts/tenant.mjs'), namespace, team],
      { encoding: 'utf8' },
    ),
  );
  for (const text of [...cluster, ...tenants]) {
    for (const manifest of documents(text)) await apply(client, manifest);
  }
}

async function tokenOf(
  client: ApiClient,
  namespace: string,
  name: string,
  token?: string,
): Promise<string> {
  const answer = await client.call(
    'POST',
    `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
    { body: { spec: { expirationSeconds: 600 } }, token },
  );
  return answer.code === 201 ? answer.body.status.token : String(answer.code);
}

/** What the boundary of the product is made of: RBAC, by the manifests that we ship. */
export const rbacCases: KubernetesCase[] = [
  {
    name: 'holds the portal and the readers of two teams to the shipped manifests',
    async run({ client, namespace: mine }) {
      const theirs = `${mine}-b`;
      await install(client, { [mine]: 'team-a', [theirs]: 'team-b' });
      try {
        const portal = await tokenOf(client, PORTAL_NAMESPACE, 'aiops-portal');
        const as =
          (token: string) =>
          async (line: string): Promise<[string, number]> => {
            const [method, path] = line.split(' ');
            const body =
              method === 'GET' || method === 'DELETE' ? undefined : {};
            const type =
              method === 'PATCH' ? 'application/merge-patch+json' : undefined;
            const { code } = await client.call(method, path, {
              token,
              body,
              type,
            });
            return [line, code];
          };
        const expectAll = async (
          token: string,
          lines: string[],
          code: number,
        ) => {
          for (const line of lines) {
            expect(await as(token)(line)).toEqual([line, code]);
          }
        };

        // The portal: which namespaces there are, and tokens of their readers. Nothing else.
        await expectAll(portal, ['GET /api/v1/namespaces'], 200);
        const reader = await tokenOf(client, mine, 'aiops-reader', portal);
        const other = await tokenOf(client, theirs, 'aiops-reader', portal);
        expect([reader, other].map(token => token.length > 100)).toEqual([
          true,
          true,
        ]);
        expect(await tokenOf(client, mine, 'default', portal)).toBe('403');
        expect(await tokenOf(client, 'default', 'aiops-reader', portal)).toBe(
          '403',
        );
        await expectAll(
          portal,
          [
            ...READABLE.map(path => `GET ${path.replace('NS', mine)}`),
            'GET /api/v1/pods',
            'GET /api/v1/nodes',
            'GET /api/v1/secrets',
            `GET /api/v1/namespaces/${PORTAL_NAMESPACE}/secrets`,
            // Who may write the label decides who sees the namespace.
            `PATCH /api/v1/namespaces/${mine}`,
            `DELETE /api/v1/namespaces/${mine}`,
            `POST /api/v1/namespaces/${mine}/serviceaccounts`,
            `POST /apis/rbac.authorization.k8s.io/v1/namespaces/${mine}/rolebindings`,
            `POST /api/v1/namespaces/${mine}/pods`,
          ],
          403,
        );
        for (const headers of [
          { 'Impersonate-User': 'admin' },
          { 'Impersonate-Group': 'system:masters', 'Impersonate-User': 'x' },
          {
            'Impersonate-User': `system:serviceaccount:${theirs}:aiops-reader`,
          },
        ]) {
          for (const token of [portal, reader]) {
            const answer = await client.call('GET', '/api/v1/namespaces', {
              token,
              headers: headers as Record<string, string>,
            });
            expect(answer.code).toBe(403);
          }
        }

        // A reader: what runs in its own namespace, and nothing of it can be changed or entered.
        await expectAll(
          reader,
          READABLE.map(path => `GET ${path.replace('NS', mine)}`),
          200,
        );
        await expectAll(reader, ['GET /api/v1/nodes'], 200);
        const pod = `/api/v1/namespaces/${mine}/pods/x`;
        await expectAll(reader, [`GET ${pod}/log`], 404);
        await expectAll(
          reader,
          [
            ...READABLE.map(path => `GET ${path.replace('NS', theirs)}`),
            ...READABLE.map(
              path => `GET ${path.replace('/namespaces/NS', '')}`,
            ),
            ...READABLE.map(path => `POST ${path.replace('NS', mine)}`),
            ...READABLE.map(path => `DELETE ${path.replace('NS', mine)}/x`),
            `GET /api/v1/namespaces/${mine}/secrets`,
            `GET /api/v1/namespaces/${mine}/secrets/x`,
            `GET /api/v1/namespaces/${mine}/serviceaccounts`,
            `POST /api/v1/namespaces/${mine}/serviceaccounts/aiops-reader/token`,
            `POST /api/v1/namespaces/${mine}/serviceaccounts/default/token`,
            'GET /api/v1/namespaces',
            `GET ${pod}/exec`,
            `POST ${pod}/exec`,
            `POST ${pod}/attach`,
            `POST ${pod}/portforward`,
            `GET ${pod}/proxy`,
            `POST ${pod}/eviction`,
            `GET /api/v1/namespaces/${mine}/services/x/proxy`,
            'GET /api/v1/nodes/x/proxy',
            'GET /api/v1/persistentvolumes',
            `GET /apis/rbac.authorization.k8s.io/v1/namespaces/${mine}/rolebindings`,
          ],
          403,
        );
        await expectAll(other, [`GET /api/v1/namespaces/${theirs}/pods`], 200);
        await expectAll(other, [`GET /api/v1/namespaces/${mine}/pods`], 403);
      } finally {
        for (const namespace of [mine, theirs]) {
          await client.call(
            'DELETE',
            `${COLLECTIONS.ClusterRoleBinding}/aiops-node-reader:${namespace}`,
          );
        }
        await client.call('DELETE', `/api/v1/namespaces/${theirs}`);
      }
    },
  },
];
