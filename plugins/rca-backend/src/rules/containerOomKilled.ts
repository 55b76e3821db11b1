import { V1ContainerStateTerminated, V1Pod } from '@kubernetes/client-node';
import { Workload } from '../engine/ClusterIndex';
import { ContainerState, containersOf } from '../lib/kubernetes';
import { earliest, instantOf } from '../lib/time';
import {
  causeChange,
  changesBefore,
  describeCulprit,
  fieldsOf,
} from './changesBefore';
import { citeMetric, metricSignal } from './metricSignals';
import { MAX_QUOTES, quotePod, share } from './quote';
import { Rule, RuleFinding, Snapshot } from './types';

type Kill = { pod: V1Pod; container: ContainerState; at?: string };

/** The kernel killed a container that wanted more memory than its limit. @internal */
export const containerOomKilled: Rule = {
  id: 'container-oom-killed',
  evaluate(snapshot) {
    return snapshot.index.podOwners.flatMap(workload => {
      const pods = snapshot.index.podsOf(workload);
      const kills = pods
        .flatMap(pod => killsOf(pod))
        .filter(
          ({ at }) => at && Date.parse(at) >= snapshot.window.from.getTime(),
        );
      return kills.length
        ? [describe(snapshot, workload, pods.length, kills)]
        : [];
    });
  },
};

function killsOf(pod: V1Pod): Kill[] {
  return containersOf(pod).flatMap(container =>
    [container.status.state?.terminated, container.status.lastState?.terminated]
      .filter(
        (ended): ended is V1ContainerStateTerminated =>
          ended?.reason === 'OOMKilled',
      )
      .map(ended => ({ pod, container, at: instantOf(ended.finishedAt) })),
  );
}

function describe(
  snapshot: Snapshot,
  workload: Workload,
  podCount: number,
  kills: Kill[],
): RuleFinding {
  const { index } = snapshot;
  const { name } = workload.ref;
  const memory = metricSignal(snapshot, workload, 'memory-of-limit');
  const restarts = metricSignal(snapshot, workload, 'restarts');
  const onset = earliest(...kills.map(kill => kill.at), memory?.shift?.onset);
  const changes = changesBefore(snapshot, workload, onset);
  const limitChange = fieldsOf(changes, 'resources').find(field =>
    field.path.endsWith('limits.memory'),
  );
  const suspect = limitChange ?? fieldsOf(changes, 'image').at(-1);
  const limit = kills[0].container.spec?.resources?.limits?.memory;
  const pods = new Set(kills.map(kill => kill.pod));
  return {
    rule: containerOomKilled.id,
    title: `Container ${
      kills[0].container.name
    } of ${name} was killed for memory in ${share(pods.size, podCount)}${
      limit ? `, limit ${limit}` : ''
    }`,
    severity: 'critical',
    object: workload.ref,
    onset,
    evidence: [
      ...kills.slice(0, MAX_QUOTES).map(({ pod, container, at }) =>
        quotePod(index, pod, {
          title: `Container ${container.name} ended: OOMKilled`,
          excerpt: `exit code 137, ${
            container.status.restartCount
          } restarts, memory limit ${
            container.spec?.resources?.limits?.memory ?? 'none'
          }`,
          at,
        }),
      ),
      ...citeMetric(memory, restarts),
      ...changes.evidence,
    ],
    cause: {
      category: 'out-of-memory',
      weight: 0.95,
      selfSufficient: true,
      statement: `${name} needs more memory than its limit${
        limit ? ` of ${limit}` : ''
      } and is killed for it${describeCulprit(changes, suspect)}.`,
      confirmBy: `Compare the memory of a pod of ${name} with that of the previous version under the same load.`,
      change: causeChange(changes, workload.ref),
    },
  };
}
