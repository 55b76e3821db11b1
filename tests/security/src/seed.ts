// Makes a real API server the first cluster of the sandbox's company: copies the objects there, plants
// words that must not get out, applies kubernetes/, and mints the portal's token. It reads the
// sandbox's state file, and writes one in which that server takes the place of the sandbox's clusters.
import { readFile, writeFile } from 'node:fs/promises';
import { KubernetesApi, targetFromEnvironment } from './support/KubernetesApi';
import {
  applyManifest,
  clusterManifests,
  PORTAL_ACCOUNT,
  PORTAL_NAMESPACE,
  tenantManifests,
} from './world/manifests';
import { mirrorCluster } from './world/mirrorCluster';
import { plantInCluster } from './world/plantInCluster';
import { SandboxState } from './world/SandboxAdmin';

const TEAM_LABEL = 'aiops.backstage/team';
/** The suite takes minutes. */
const PORTAL_TOKEN_SECONDS = 3600;

async function main(stateFile: string, outputFile: string): Promise<void> {
  const target = targetFromEnvironment();
  if (!target) throw new Error('KUBERNETES_ADMIN_TOKEN is not set');
  const { clusters, ...state }: SandboxState = JSON.parse(
    await readFile(stateFile, 'utf8'),
  );
  const real = new KubernetesApi(target);
  const { namespaces, objects } = await mirrorCluster(
    new KubernetesApi(state.kubernetes),
    real,
  );
  const manifests = await clusterManifests();
  for (const { metadata } of namespaces) {
    const team = metadata.labels?.[TEAM_LABEL];
    if (team) manifests.push(...(await tenantManifests(metadata.name, team)));
  }
  for (const manifest of manifests) await applyManifest(real, manifest);
  const planted = await plantInCluster(real);
  const { token } = await real.requestToken({
    namespace: PORTAL_NAMESPACE,
    account: PORTAL_ACCOUNT,
    seconds: PORTAL_TOKEN_SECONDS,
  });
  if (!token) throw new Error("The server does not give the portal's token");
  const { json: version } = await real.call({ path: '/version' });
  process.stdout.write(
    `${target.url} (Kubernetes ${version.gitVersion}): ${objects} objects in ${namespaces.length} namespaces, ${manifests.length} manifests applied\n`,
  );
  const seeded: SandboxState = {
    ...state,
    kubernetes: { ...target, token },
    planted,
  };
  await writeFile(outputFile, JSON.stringify(seeded), { mode: 0o600 });
}

const [stateFile, outputFile] = process.argv.slice(2);
main(stateFile, outputFile).then(
  () => process.exit(0),
  error => {
    process.stderr.write(
      `The API server could not be seeded: ${error.stack}\n`,
    );
    process.exit(2);
  },
);
