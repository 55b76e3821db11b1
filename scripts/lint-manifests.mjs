// Checks what is deployed: Kustomize builds, Kubernetes schemas, the Compose file, the Dockerfile.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate as validateDockerfile } from 'dockerfile-utils';
import { ExternalSecret } from '@kubernetes-models/external-secrets/external-secrets.io/v1';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { compose, kubernetesValidate, kustomize } from './lib/lintTools.mjs';
import { inData, root } from './lib/paths.mjs';
import { clusterRoleNames, rbacProblems } from './lib/rbacProblems.mjs';
import { tenantManifests } from './lib/tenantManifests.mjs';

/** Exit code when a tool for a part of the checks was missing; see scripts/test/static.mjs. */
const SOME_SKIPPED = 77;

let failed = false;
let skipped = false;
function report(title, problem) {
  console.log(problem ? `✗ ${title}\n${problem}` : `✓ ${title}`);
  failed ||= Boolean(problem);
}

/** Said loudly, and a failure where nobody would read it. */
function unavailable(title, needs) {
  const text = `SKIPPED: ${needs}`;
  if (process.env.CI) report(title, text);
  else console.log(`! ${title}: ${text}`);
  skipped = true;
}

const ourRoles = clusterRoleNames(
  ['portal-identity.yaml', 'tenant-roles.yaml'].flatMap(file =>
    parseAllDocuments(
      readFileSync(join(root, 'kubernetes/cluster', file), 'utf8'),
    ).map(document => document.toJS()),
  ),
);
const validate = kubernetesValidate();
function checkObjects(title, text) {
  const objects = parseAllDocuments(text)
    .map(document => document.toJS())
    .filter(Boolean);
  const problems = [];
  for (const object of objects.filter(
    ({ kind }) => kind === 'ExternalSecret',
  )) {
    try {
      new ExternalSecret(object).validate();
    } catch (error) {
      problems.push(`ExternalSecret ${object.metadata.name}: ${error.message}`);
    }
  }
  const core = objects.filter(({ kind }) => kind !== 'ExternalSecret');
  if (!validate) {
    unavailable(title, 'checking schemas needs python3 with pip');
  } else {
    const file = inData('lint-manifest.yaml');
    writeFileSync(file, core.map(object => stringify(object)).join('---\n'));
    const { status, stdout, stderr } = validate(file);
    if (status !== 0) problems.push(stdout + stderr);
  }
  problems.push(...rbacProblems(objects, ourRoles));
  report(`${title} (${objects.length} objects)`, problems.join('\n'));
}

const build = kustomize();
for (const folder of [
  'kubernetes/cluster',
  'kubernetes/base',
  'kubernetes/overlays/production',
]) {
  if (!build) {
    unavailable(folder, 'building needs kustomize, kubectl or Go');
    continue;
  }
  const { status, stdout, stderr } = build(join(root, folder));
  if (status !== 0) report(folder, stderr);
  else checkObjects(folder, stdout);
}
checkObjects('kubernetes/tenant', tenantManifests('team-a-prod', 'team-a'));
checkObjects(
  'kubernetes/tenant for a cloud identity',
  tenantManifests('team-a-prod', 'team-a', 'User:portal@example.com'),
);

const composeText = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const checkCompose = compose();
if (!checkCompose) {
  unavailable('docker-compose.yml', 'checking needs Docker Compose or Go');
} else {
  const file = inData('lint-compose.yml');
  writeFileSync(file, composeText.replace(/\$\{[A-Z_]+:\?[^}]*\}/g, 'secret'));
  const { status, stderr } = checkCompose(file);
  report('docker-compose.yml', status === 0 ? undefined : stderr);
}

// A secret must come from the environment, and its absence must stop the start.
const { services } = parse(composeText, { merge: true });
const secrets = Object.entries(services).flatMap(([service, { environment }]) =>
  Object.entries(environment ?? {})
    .filter(([name]) => /PASSWORD$|MASTERKEY|SECRET/.test(name))
    .map(([name, value]) => ({ name: `${service}: ${name}`, value })),
);
const guessable = secrets.filter(({ value }) => !/^\$\{[A-Z_]+:\?/.test(value));
report(
  `docker-compose.yml: ${secrets.length} secrets without a default`,
  guessable.map(({ name }) => name).join('\n'),
);
const open = Object.entries(services).flatMap(([service, { ports = [] }]) =>
  ports
    .filter(port => !port.startsWith('127.0.0.1:'))
    .map(port => `${service} publishes ${port} beyond loopback`),
);
report('docker-compose.yml: every port on loopback', open.join('\n'));

const problems = validateDockerfile(
  readFileSync(join(root, 'Dockerfile'), 'utf8'),
);
report(
  'Dockerfile',
  problems
    .map(({ message, range }) => `line ${range.start.line + 1}: ${message}`)
    .join('\n'),
);
if (skipped && !failed) process.exit(SOME_SKIPPED);
process.exit(failed ? 1 : 0);
