import { resourceTypes } from '../kubernetes';
import type { ChangeAuthor, Clock, NewKubeObject, ObjectStore } from '../types';
import { authorNamed, desiredManifests, namespaces, people } from '../world';
import type { DesiredManifest } from '../world/definition/desiredManifests';
import { BareRepository } from './BareRepository';
import { formatManifest } from './GitDesiredState';

const DAY_MS = 24 * 3_600_000;
/** The repository is older than what anybody looks at. */
const IMPORT_AGE_MS = 3 * DAY_MS;
const PLATFORM_ENGINEER = 'petra';

type Release = { timeMs: number; manifest: DesiredManifest; image: string };

/**
 * Gives the GitOps repository the past that the cluster had.
 *
 * @remarks
 * The world simulates some hours before Git serves anything, with releases in it. They are
 * recorded while they happen and committed afterwards with the time and the team that they
 * belong to, so that the repository and the cluster tell the same story.
 */
export class GitOpsHistory {
  readonly #startMs: number;
  readonly #initial: DesiredManifest[];
  readonly #releases: Release[] = [];
  readonly #stop: () => void;

  private constructor(store: ObjectStore, clock: Clock) {
    this.#startMs = clock.now();
    this.#initial = desiredManifests().map(manifest => {
      const { kind, metadata } = manifest.object;
      const live =
        kind === 'Deployment' &&
        store.get(resourceTypes.deployments, metadata.namespace, metadata.name);
      return live ? withImage(manifest, imageOf(live)) : manifest;
    });
    const { deployments } = resourceTypes;
    this.#stop = store.watch(deployments, { shared: true }, event => {
      const image = imageOf(event.object);
      if (event.previous && imageOf(event.previous) !== image) {
        const { namespace, name } = event.object.metadata;
        const manifest = this.#initial.find(
          ({ object }) =>
            object.kind === 'Deployment' &&
            object.metadata.namespace === namespace &&
            object.metadata.name === name,
        );
        if (manifest) {
          this.#releases.push({ timeMs: clock.now(), manifest, image });
        }
      }
    });
  }

  /** Starts to record, at the moment where the repository's history begins. */
  static record(store: ObjectStore, clock: Clock): GitOpsHistory {
    return new GitOpsHistory(store, clock);
  }

  /** Ends the recording and writes it, as everything that is on the branch. */
  async write(repository: BareRepository, nowMs: number): Promise<void> {
    this.#stop();
    await repository.startOver();
    await repository.commit({
      changes: () => ({
        'README.md':
          '# Desired state of the sandbox cluster\n\n`clusters/sandbox/<namespace>/<service>` holds what runs there. What is committed here is applied within seconds.\n',
        ...toFiles(this.#initial),
      }),
      message: 'Import the manifests of all teams',
      author: authorNamed(PLATFORM_ENGINEER),
      timeMs: this.#startMs - IMPORT_AGE_MS,
    });
    for (const { timeMs, manifest, image } of this.#releases) {
      const { namespace, name } = manifest.object.metadata;
      await repository.commit({
        changes: () => toFiles([withImage(manifest, image)]),
        message: `Release ${name} ${image.split(':').pop()}`,
        author: authorOf(namespace!),
        timeMs,
      });
    }
    // A release that was still to come when the past ended comes now.
    await repository.commit({
      changes: () => toFiles(desiredManifests()),
      message: 'Release what is waiting',
      author: authorNamed(PLATFORM_ENGINEER),
      timeMs: nowMs,
    });
  }
}

function toFiles(manifests: DesiredManifest[]): Record<string, string> {
  return Object.fromEntries(
    manifests.map(({ path, object }) => [path, formatManifest(object)]),
  );
}

function imageOf(deployment: NewKubeObject): string {
  return deployment.spec.template.spec.containers[0].image;
}

function withImage(manifest: DesiredManifest, image: string): DesiredManifest {
  const object = structuredClone(manifest.object);
  object.spec.template.spec.containers[0].image = image;
  return { ...manifest, object };
}

/** Somebody of the team that owns a namespace. */
function authorOf(namespace: string): ChangeAuthor {
  const team = namespaces.find(({ name }) => name === namespace)?.team;
  const member = people.find(({ roles }) =>
    roles.some(role => role.replace(/-[a-z]+$/, '') === team),
  );
  return authorNamed(member?.username ?? PLATFORM_ENGINEER);
}
