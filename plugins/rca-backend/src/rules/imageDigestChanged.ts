import { V1Pod } from '@kubernetes/client-node';
import { Workload } from '../engine/ClusterIndex';
import { containersOf, isGone, isReady } from '../lib/kubernetes';
import { put } from '../lib/put';
import { instantOf } from '../lib/time';
import { plural, quotePod } from './quote';
import { Rule, RuleFinding, Snapshot } from './types';

type Running = { pod: V1Pod; image: string; digest: string; at: string };

/**
 * Pods of one image name that run different builds: somebody moved the tag, and
 * whatever started since is another program without any rollout. A cause when
 * only the new ones are unwell.
 * @internal
 */
export const imageDigestChanged: Rule = {
  id: 'image-digest-changed',
  evaluate: snapshot =>
    snapshot.index.workloads.flatMap(workload => {
      const byContainer = new Map<string, Running[]>();
      for (const pod of snapshot.index.podsOf(workload)) {
        const processor = processorOf(snapshot, pod);
        for (const item of isGone(pod) ? [] : runningOf(pod)) {
          const { key, ...running } = item;
          put(byContainer, `${key} ${processor}`, running);
        }
      }
      return [...byContainer.values()].flatMap(running =>
        new Set(running.map(({ digest }) => digest)).size > 1
          ? [describe(snapshot, workload, running)]
          : [],
      );
    }),
};

/** One tag may hold a build for each kind of processor. */
function processorOf({ index }: Snapshot, pod: V1Pod): string | undefined {
  return index.node(pod.spec?.nodeName)?.status?.nodeInfo?.architecture;
}

function runningOf(pod: V1Pod): Array<Running & { key: string }> {
  const at = instantOf(pod.metadata?.creationTimestamp);
  return containersOf(pod).flatMap(({ name, init, status, spec }) => {
    const digest = /sha256:[0-9a-f]{12,64}/.exec(status.imageID)?.[0];
    const image = spec?.image;
    // An image that is named by its digest cannot change.
    return !init && digest && at && image && !image.includes('@')
      ? [{ key: `${name} ${image}`, pod, image, digest, at }]
      : [];
  });
}

function describe(
  { index, window }: Snapshot,
  workload: Workload,
  running: Running[],
): RuleFinding {
  const sorted = [...running].sort((a, b) => (a.at < b.at ? -1 : 1));
  const newest = sorted[sorted.length - 1];
  const fresh = sorted.filter(({ digest }) => digest === newest.digest);
  const old = sorted.filter(({ digest }) => digest !== newest.digest);
  const [first] = fresh;
  const { name } = workload.ref;
  const harmful =
    Date.parse(first.at) >= window.from.getTime() &&
    fresh.every(({ pod }) => !isReady(pod)) &&
    old.some(({ pod }) => isReady(pod));
  return {
    rule: imageDigestChanged.id,
    title: `Tag ${newest.image} of ${name} was moved: ${plural(
      fresh.length,
      'pod',
    )} run${fresh.length === 1 ? 's' : ''} another build than the other ${
      old.length
    }`,
    severity: harmful ? 'critical' : 'info',
    object: workload.ref,
    onset: first.at,
    evidence: [old[old.length - 1], first].map(item =>
      quotePod(index, item.pod, {
        title: `Pod ${item.pod.metadata?.name} runs ${item.digest.slice(
          0,
          19,
        )}`,
        excerpt: `${item.image} is ${item.digest}, ${
          isReady(item.pod) ? 'ready' : 'not ready'
        }`,
        at: item.at,
      }),
    ),
    cause: harmful
      ? {
          category: 'code-regression',
          weight: 0.9,
          selfSufficient: true,
          statement: `Tag ${newest.image} was moved to another build, and the pods of ${name} that started with it do not become ready, while those of the old build do.`,
          confirmBy: `Start ${name} with the digest of the old build.`,
        }
      : undefined,
  };
}
