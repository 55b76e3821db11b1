import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

// RFC 1123 label, which a namespace and a label value of ours must be.
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** The manifests of kubernetes/tenant for one namespace; throws on a name that is none. */
export function tenantManifests(namespace, team) {
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
    .replaceAll('${TEAM}', team);
}
