import { toError } from '@backstage/errors';
import { ClusterService } from '@internal/plugin-cluster-node';
import { GitOpsService } from '@internal/plugin-gitops-node';
import { Unchecked } from '@internal/plugin-rca-common';
import {
  CollectedEvidence,
  CollectorContext,
  NewEvidence,
  RcaCollector,
} from '@internal/plugin-rca-node';
import { ClusterIndex } from '../../engine/ClusterIndex';
import { plural } from '../../rules/quote';
import { scopedNamespaces } from '../../lib/scopedNamespaces';
import { readKubernetes } from '../kubernetes';
import { ChangeFacts, CommitChange } from './ChangeFacts';
import {
  findConfigChanges,
  findRollouts,
  findScalings,
} from './clusterChanges';
import { findCommits, ManifestLayout } from './gitChanges';

/** A change may take a while to hurt: so long before the window changes are looked for. */
const LOOK_BACK_MS = 6 * 60 * 60 * 1_000;

const NO_MANIFESTS = 'no-manifests';

/**
 * What was changed: rollouts, numbers of replicas, configuration, and commits
 * to the manifests.
 * @internal
 */
export class ChangesCollector implements RcaCollector<ChangeFacts> {
  readonly source = 'changes';
  readonly #clusters: ClusterService;
  readonly #gitOps: GitOpsService;
  readonly #layout: ManifestLayout | undefined;

  constructor(options: {
    clusters: ClusterService;
    gitOps: GitOpsService;
    /** Undefined when the manifests are not in a repository that the portal knows. */
    layout: ManifestLayout | undefined;
  }) {
    this.#clusters = options.clusters;
    this.#gitOps = options.gitOps;
    this.#layout = options.layout;
  }

  async collect(
    context: CollectorContext,
  ): Promise<CollectedEvidence<ChangeFacts>> {
    const since = new Date(context.window.from.getTime() - LOOK_BACK_MS);
    const evidence: NewEvidence[] = [];
    const addEvidence = (item: NewEvidence) => evidence.push(item) - 1;

    const [cluster, git] = await Promise.allSettled([
      readKubernetes(this.#clusters, context),
      this.#findCommits(context, since, addEvidence),
    ]);
    if (cluster.status === 'rejected' && git.status === 'rejected') {
      throw cluster.reason;
    }
    const facts: ChangeFacts = {
      rollouts: [],
      scalings: [],
      configs: [],
      commits: git.status === 'fulfilled' ? git.value.commits : [],
    };
    const unchecked: Unchecked[] =
      git.status === 'fulfilled'
        ? git.value.unchecked
        : [uncheckedOf('The manifests in Git', git.reason)];
    if (cluster.status === 'fulfilled') {
      const index = new ClusterIndex(
        context.subject.cluster,
        cluster.value.facts,
      );
      facts.rollouts = findRollouts(index, since, addEvidence);
      facts.scalings = findScalings(index, since, addEvidence);
      facts.configs = findConfigChanges(index, since, addEvidence);
    } else {
      unchecked.push(uncheckedOf('Rollouts and scalings', cluster.reason));
    }
    return {
      evidence,
      facts,
      unchecked,
      summary: [
        summarise(facts, unchecked.length === 0),
        ...unchecked
          .filter(({ reason }) => reason === NO_MANIFESTS)
          .map(({ message }) => message),
      ].join('; '),
    };
  }

  async #findCommits(
    context: CollectorContext,
    since: Date,
    addEvidence: (item: NewEvidence) => number,
  ): Promise<{ commits: CommitChange[]; unchecked: Unchecked[] }> {
    const { subject, scope, signal } = context;
    const layout = this.#layout;
    if (!layout) {
      return {
        commits: [],
        unchecked: [noManifests('no GitOps repository is configured')],
      };
    }
    const found = await Promise.all(
      scopedNamespaces(subject, scope).map(async namespace => ({
        namespace,
        ...(await findCommits({
          gitOps: this.#gitOps,
          layout,
          cluster: subject.cluster,
          namespace,
          since,
          signal,
          addEvidence,
        })),
      })),
    );
    const unknown = found
      .filter(item => item.unknown)
      .map(({ namespace }) => namespace);
    return {
      commits: found.flatMap(({ commits }) => commits),
      unchecked: unknown.length
        ? [
            noManifests(
              `the GitOps repository ${
                layout.repository
              } holds no manifests of ${unknown.join(', ')} on ${
                subject.cluster
              }`,
            ),
          ]
        : [],
    };
  }
}

/** That nothing was committed is then nothing that anybody could know. */
function noManifests(message: string): Unchecked {
  return { source: 'changes', reason: NO_MANIFESTS, message };
}

function uncheckedOf(what: string, error: unknown): Unchecked {
  return {
    source: 'changes',
    reason: 'unreachable',
    message: `${what} could not be read: ${toError(error).message}`,
  };
}

function summarise(facts: ChangeFacts, complete: boolean): string {
  const counts: Array<[number, string]> = [
    [facts.rollouts.length, 'rollout'],
    [facts.scalings.length, 'scaling'],
    [facts.configs.length, 'ConfigMap change'],
    [facts.commits.length, 'commit'],
  ];
  const found = counts
    .filter(([count]) => count > 0)
    .map(([count, what]) => plural(count, what));
  if (found.length) {
    return found.join(', ');
  }
  return complete
    ? 'nothing was changed'
    : 'nothing was changed in the cluster';
}
