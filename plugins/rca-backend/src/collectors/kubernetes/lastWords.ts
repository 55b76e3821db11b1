import {
  abortable,
  kubernetesStatusCode,
  TenantClient,
} from '@internal/plugin-cluster-node';
import { Unchecked } from '@internal/plugin-rca-common';
import { CoreV1Api, V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { redactSecrets } from '../../lib/redactSecrets';
import { uncheckedOf } from './uncheckedOf';

/** Containers whose last lines are read; the replicas of a workload say the same. */
const MAX_CONTAINERS = 6;
const MAX_LINES = 20;
const MAX_LINE_LENGTH = 400;
/** The lines are a bonus: the rest of the reading must not wait for them. */
const DEADLINE_MS = 2_500;

type Crashed = { pod: V1Pod; status: V1ContainerStatus };

/** @internal */
export type LastWords = {
  /** By `namespace/pod/container`. */
  lines: Record<string, string[]>;
  unchecked: Unchecked[];
};

/**
 * The last lines that crashed containers wrote before they ended, which often
 * say why. Without them the analysis goes on and says what it did not see: the
 * log store may have them as well.
 * @internal
 */
export async function readLastWords(
  pods: V1Pod[],
  clients: TenantClient[],
  signal: AbortSignal,
): Promise<LastWords> {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  const bounded = AbortSignal.any([signal, deadline]);
  const crashed = pods
    .flatMap(pod =>
      (pod.status?.containerStatuses ?? [])
        .filter(status => hasCrashed(status))
        .map(status => ({ pod, status })),
    )
    .sort((a, b) => endOf(b.status) - endOf(a.status))
    .slice(0, MAX_CONTAINERS);

  const lines: LastWords['lines'] = {};
  const unchecked: Unchecked[] = [];
  await Promise.all(
    crashed.map(async item => {
      const { namespace, name } = item.pod.metadata ?? {};
      const client = clients.find(c => c.namespace === namespace);
      if (!client) {
        return;
      }
      try {
        lines[`${namespace}/${name}/${item.status.name}`] = toLines(
          await readLog(client, item, bounded),
        );
      } catch (error) {
        signal.throwIfAborted();
        const what = `Reading the last lines of ${item.status.name} in ${namespace}/${name}`;
        if (deadline.aborted) {
          unchecked.push({
            source: 'kubernetes',
            reason: 'timed-out',
            message: `${what}: no answer within ${DEADLINE_MS / 1_000} s`,
          });
        } else if (!isGone(error)) {
          unchecked.push(uncheckedOf(error, what));
        }
      }
    }),
  );
  return {
    lines,
    unchecked: unchecked.sort((a, b) => (a.message < b.message ? -1 : 1)),
  };
}

function readLog(
  client: TenantClient,
  { pod, status }: Crashed,
  signal: AbortSignal,
): Promise<string> {
  return client.kubeConfig.makeApiClient(CoreV1Api).readNamespacedPodLog(
    {
      namespace: client.namespace,
      name: pod.metadata?.name ?? '',
      container: status.name,
      previous: !status.state?.terminated,
      tailLines: MAX_LINES,
    },
    abortable(signal),
  );
}

/** There is no such pod any more, or no earlier container: nothing that one could have looked at. */
function isGone(error: unknown): boolean {
  return [400, 404].includes(kubernetesStatusCode(error) ?? 0);
}

function hasCrashed(status: V1ContainerStatus): boolean {
  const ended = status.state?.terminated ?? status.lastState?.terminated;
  return ended !== undefined && ended.exitCode !== 0;
}

function endOf(status: V1ContainerStatus): number {
  const ended = status.state?.terminated ?? status.lastState?.terminated;
  return new Date(ended?.finishedAt ?? 0).getTime();
}

/** Secrets may span lines, and be cut with them: they are taken out before. */
function toLines(text: string | undefined): string[] {
  return redactSecrets(text ?? '')
    .split('\n')
    .map(line => line.trimEnd().slice(0, MAX_LINE_LENGTH))
    .filter(Boolean);
}
