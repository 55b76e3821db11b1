import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { component, hostileNamespaces, hostileReads } from './hostileEntities';
import { plantTelemetry } from './plantTelemetry';
import { SandboxAdmin } from './SandboxAdmin';

const CHECKOUT = 'clusters/sandbox/team-a-prod/checkout/configmap.yaml';
const NAMESPACE = 'backstage.io/kubernetes-namespace';
const SELECTOR = 'backstage.io/kubernetes-label-selector';

/** Words that exist in one place each, so that whoever has one tells where it came from. */
export type Canaries = Map<string, string>;

export const canary = (name: string) =>
  `canary-${name}-${randomBytes(6).toString('hex')}`;

/** Writes what team-a owns, and what team-b tries, before anybody looks. */
export async function plant(options: {
  admin: SandboxAdmin;
  docsFolder: string;
}): Promise<Canaries> {
  const { admin, docsFolder } = options;
  const canaries: Canaries = new Map();
  const secret = (place: string) => {
    const word = canary(place);
    canaries.set(word, place);
    return word;
  };
  const inCatalog = secret('catalog');
  const inManifest = secret('manifest');
  const inDocs = secret('docs');

  await admin.commit('gitops', {
    [CHECKOUT]: text =>
      text?.replace(/^data:\n/m, `data:\n  canary: ${inManifest}\n`),
  });
  const owned = {
    ...component(
      'owned-by-a',
      { [NAMESPACE]: 'team-a-prod', 'backstage.io/techdocs-ref': 'dir:docs' },
      'team-a',
    ),
  };
  Object.assign(owned.metadata, { description: inCatalog });
  const hostile = [
    ...Object.entries(hostileNamespaces).map(([name, namespace]) =>
      component(name, {
        [SELECTOR]: '!nosuchlabel',
        ...(namespace !== undefined && { [NAMESPACE]: namespace }),
      }),
    ),
    // In the second cluster the same name belongs to team-b.
    component('two-clusters', {
      [SELECTOR]: '!nosuchlabel',
      [NAMESPACE]: 'team-a-prod',
      'backstage.io/kubernetes-cluster': 'sandbox-2',
    }),
  ];
  const reads = Object.entries(hostileReads(admin.state.git.url));
  const files: Record<string, unknown[]> = {
    owned: [owned],
    hostile,
    ...Object.fromEntries(
      reads.map(([name, entity]) => [`read-${name}`, [entity]]),
    ),
  };
  // A location of its own for each, as each team has: what is refused takes along what is beside it.
  const locations = Object.keys(files).map(name => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Location',
    metadata: { name: `attack-${name}` },
    spec: { type: 'url', target: `./${name}.yaml` },
  }));
  await admin.commit('catalog', {
    ...Object.fromEntries(
      Object.entries({ ...files, locations }).map(([name, entities]) => [
        `attack/${name}.yaml`,
        // JSON is YAML.
        () => entities.map(entity => JSON.stringify(entity)).join('\n---\n'),
      ]),
    ),
    ...Object.fromEntries(
      ['catalog-info.yaml', 'catalog-without-people.yaml'].map(root => [
        root,
        (text: string | undefined) =>
          text && `${text.trimEnd()}\n    - ./attack/locations.yaml\n`,
      ]),
    ),
  });
  await publishDocs(docsFolder, inDocs);
  await plantTelemetry(admin.state, secret, canaries);

  for (const namespace of ['team-a-prod', 'team-a-staging']) {
    for (const pod of await admin.podsOf(namespace)) {
      canaries.set(pod, `pod of ${namespace}`);
    }
  }
  if (admin.hasSecondCluster) {
    for (const pod of await admin.podsOf('team-a-prod', 'sandbox-2')) {
      canaries.delete(pod);
    }
  }
  for (const words of admin.state.planted ?? []) {
    for (const kind of ['secret', 'configMap', 'event'] as const) {
      canaries.set(words[kind], `${kind} of ${words.namespace}`);
    }
    // As the API writes the content of a Secret.
    const encoded = Buffer.from(words.secret).toString('base64');
    canaries.set(encoded, `secret of ${words.namespace}`);
  }
  return canaries;
}

/** As the builder would have, which needs Python. */
async function publishDocs(folder: string, word: string): Promise<void> {
  const site = join(folder, 'default/component/owned-by-a');
  await mkdir(site, { recursive: true });
  await writeFile(join(site, 'index.html'), `<h1>${word}</h1>`);
  await writeFile(
    join(site, 'techdocs_metadata.json'),
    JSON.stringify({ site_name: word, site_description: word }),
  );
}
