// What the portal's and the tenants' rights must never become, checked on the manifests as they are applied.

const READ = ['get', 'list', 'watch'];
// Content that is nobody's business here, and ways from reading to acting.
const NEVER = [
  'secrets',
  'serviceaccounts',
  'pods/exec',
  'pods/attach',
  'pods/portforward',
  'pods/proxy',
  'pods/ephemeralcontainers',
  'services/proxy',
  'nodes/proxy',
  'certificatesigningrequests',
];
/** The one right that is more than reading: a token, and of this name only. */
const MINT = { resource: 'serviceaccounts/token', name: 'aiops-reader' };
/** Roles that may be bound in the whole cluster, because what they show has no namespace. */
const CLUSTER_WIDE = ['aiops-namespace-index', 'aiops-node-reader'];

function ruleProblems(rule) {
  const { verbs = [], resources = [], apiGroups = [], resourceNames } = rule;
  const problems = [];
  if ([...verbs, ...resources, ...apiGroups].some(x => x.includes('*'))) {
    problems.push('a wildcard grants what nobody has thought of');
  }
  if (rule.nonResourceURLs) problems.push('a rule about URLs');
  for (const resource of resources) {
    if (NEVER.includes(resource)) problems.push(`'${resource}'`);
    if (resource === MINT.resource) {
      if (String(resourceNames) !== MINT.name || String(verbs) !== 'create') {
        problems.push(
          `'${resource}' must be 'create' for '${MINT.name}' alone`,
        );
      }
    } else if (verbs.some(verb => !READ.includes(verb))) {
      problems.push(`'${verbs}' on '${resource}': only reading is allowed`);
    }
  }
  return problems;
}

/**
 * Every mistake in the Roles and bindings among the objects, as lines of text.
 * A binding may name only the roles of `known`, which hold no stock role: `edit`
 * may impersonate and mint tokens, and `view` grows with every operator.
 */
export function rbacProblems(objects, known) {
  const problems = [];
  for (const { kind, metadata, ...object } of objects) {
    const say = text => problems.push(`${kind} ${metadata.name}: ${text}`);
    if (kind === 'Role' || kind === 'ClusterRole') {
      if (object.aggregationRule) say('an aggregated role grows by itself');
      for (const rule of object.rules ?? []) ruleProblems(rule).forEach(say);
    }
    if (kind === 'RoleBinding' || kind === 'ClusterRoleBinding') {
      const { name } = object.roleRef;
      if (!known.includes(name)) say(`binds '${name}', which is not ours`);
      if (kind === 'ClusterRoleBinding' && !CLUSTER_WIDE.includes(name)) {
        say(`binds '${name}' in every namespace`);
      }
      if (
        object.subjects?.some(({ name: who }) => /^system:/.test(who)) !== false
      ) {
        say('must name subjects, and none of the system');
      }
    }
  }
  return problems;
}

/** The names of the ClusterRoles among the objects. */
export function clusterRoleNames(objects) {
  return objects
    .filter(({ kind }) => kind === 'ClusterRole')
    .map(({ metadata }) => metadata.name);
}
