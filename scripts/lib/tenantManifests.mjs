import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

// RFC 1123 label, which a namespace and a label value of ours must be.
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

// What an identity provider may call somebody: an address, an id, a path; nothing that YAML could take for more.
const SUBJECT = /^(User|Group):([\w@.:/-]{1,253})$/;
const SERVICE_ACCOUNT =
  '{ kind: ServiceAccount, name: aiops-portal, namespace: aiops-system }';

/** Who the portal is in that cluster: its ServiceAccount, or what a cloud calls it. */
function portalSubject(text) {
  if (!text) return SERVICE_ACCOUNT;
  const [, kind, name] = SUBJECT.exec(text) ?? [];
  if (!kind) {
    throw new Error(
      `The portal "${text}" must be User:<name> or Group:<name>, e.g. PORTAL=Group:aiops-portal`,
    );
  }
  return `{ kind: ${kind}, name: '${name}', apiGroup: rbac.authorization.k8s.io }`;
}

/** The manifests of kubernetes/tenant for one namespace; throws on a name that is none. */
export function tenantManifests(namespace, team, portal) {
  for (const [key, value] of Object.entries({ namespace, team })) {
    if (!LABEL.test(value ?? '')) {
      throw new Error(
        `The ${key} "${
          value ?? ''
        }" must be lower-case letters, digits and dashes, at most 63, e.g. make tenant NAMESPACE=team-a-prod TEAM=team-a`,
      );
    }
  }
  return readFileSync(join(root, 'kubernetes/tenant/tenant.yaml'), 'utf8')
    .replaceAll('${NAMESPACE}', namespace)
    .replaceAll('${TEAM}', team)
    .replaceAll('${PORTAL}', portalSubject(portal));
}
