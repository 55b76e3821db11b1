import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { PolicyRule } from '../access/RbacAuthorizer';
import { platformRoles } from './roles';

const MANIFESTS = join(__dirname, '../../../../../kubernetes/cluster');

/** Every single right, so that the order and grouping of rules do not matter. */
function rightsOf(rules: PolicyRule[]): string[] {
  return rules
    .flatMap(rule =>
      (rule.apiGroups ?? []).flatMap(group =>
        (rule.resources ?? []).flatMap(resource =>
          rule.verbs.map(verb =>
            [verb, group, resource, ...(rule.resourceNames ?? [])].join(' '),
          ),
        ),
      ),
    )
    .sort();
}

describe('platformRoles', () => {
  it('should grant in the sandbox exactly what the deployed manifests grant', () => {
    const deployed = new Map<string, PolicyRule[]>();
    for (const file of readdirSync(MANIFESTS).filter(name =>
      name.endsWith('.yaml'),
    )) {
      for (const document of parseAllDocuments(
        readFileSync(join(MANIFESTS, file), 'utf8'),
      )) {
        const object = document.toJS();
        if (object?.kind === 'ClusterRole') {
          deployed.set(object.metadata.name, object.rules);
        }
      }
    }
    for (const { name, rules } of platformRoles) {
      expect([name, rightsOf(deployed.get(name) ?? [])]).toEqual([
        name,
        rightsOf(rules),
      ]);
    }
  });
});
