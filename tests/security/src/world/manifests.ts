import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { parseAllDocuments } from 'yaml';
import { KubernetesApi } from '../support/KubernetesApi';

const KUBERNETES = join(
  resolvePackagePath('@internal/security'),
  '../../kubernetes',
);
const CLUSTER_MANIFESTS = ['namespace', 'portal-identity', 'tenant-roles'];
/** Kinds that are in no namespace. */
const CLUSTER_KINDS = ['Namespace', 'ClusterRole', 'ClusterRoleBinding'];
const PORTAL =
  '{ kind: ServiceAccount, name: aiops-portal, namespace: aiops-system }';

/** Where the portal's ServiceAccount is. */
export const PORTAL_NAMESPACE = 'aiops-system';
/** Who the portal is in a cluster. */
export const PORTAL_ACCOUNT = 'aiops-portal';

/** What kubernetes/ holds. */
export type Manifest = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
};

/** The manifests of kubernetes/cluster. */
export async function clusterManifests(): Promise<Manifest[]> {
  const texts = await Promise.all(
    CLUSTER_MANIFESTS.map(name =>
      readFile(join(KUBERNETES, 'cluster', `${name}.yaml`), 'utf8'),
    ),
  );
  return texts.flatMap(parse);
}

/** The manifests of kubernetes/tenant for one namespace. */
export async function tenantManifests(
  namespace: string,
  team: string,
): Promise<Manifest[]> {
  const text = await readFile(join(KUBERNETES, 'tenant/tenant.yaml'), 'utf8');
  return parse(
    text
      .replaceAll('${NAMESPACE}', namespace)
      .replaceAll('${TEAM}', team)
      .replaceAll('${PORTAL}', PORTAL),
  );
}

function parse(text: string): Manifest[] {
  return parseAllDocuments(text)
    .map(document => document.toJS() as Manifest)
    .filter(Boolean);
}

/** Where objects of its kind are, or with its name the object itself. */
export function pathOf(manifest: Manifest, withName = false): string {
  const { apiVersion, kind, metadata } = manifest;
  const base = apiVersion.includes('/') ? '/apis' : '/api';
  const place = CLUSTER_KINDS.includes(kind)
    ? ''
    : `/namespaces/${metadata.namespace ?? PORTAL_NAMESPACE}`;
  const name = withName ? `/${metadata.name}` : '';
  return `${base}/${apiVersion}${place}/${kind.toLowerCase()}s${name}`;
}

/** Creates it, or brings what is there up to date. Resolves to whether it was created. */
export async function applyManifest(
  api: KubernetesApi,
  manifest: Manifest,
): Promise<boolean> {
  const { status, json } = await api.call({
    method: 'POST',
    path: pathOf(manifest),
    body: manifest,
  });
  if (status === 409) {
    // As of kubectl: what others wrote into the object stays.
    await api.demand({
      method: 'PATCH',
      path: pathOf(manifest, true),
      headers: { 'content-type': 'application/merge-patch+json' },
      body: manifest,
    });
    return false;
  }
  if (status >= 300) {
    throw new Error(`${pathOf(manifest, true)}: ${status} ${json.message}`);
  }
  return true;
}
