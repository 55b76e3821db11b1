import { abortable, TenantClient } from '@internal/plugin-cluster-node';
import { CoreV1Api, V1ContainerStatus, V1Pod } from '@kubernetes/client-node';

/** Containers whose last lines are read; the replicas of a workload say the same. */
const MAX_CONTAINERS = 6;
const MAX_LINES = 20;
const MAX_LINE_LENGTH = 400;
/** The lines are a bonus: the rest of the reading must not wait for them. */
const DEADLINE_MS = 2_500;

/**
 * The last lines that crashed containers wrote before they ended, which often
 * say why. Reading them may fail without harm: the log store has them as well.
 * @internal
 */
export async function readLastWords(
  pods: V1Pod[],
  clients: TenantClient[],
  signal: AbortSignal,
): Promise<Record<string, string[]>> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]);
  const crashed = pods
    .flatMap(pod =>
      (pod.status?.containerStatuses ?? [])
        .filter(status => hasCrashed(status))
        .map(status => ({ pod, status })),
    )
    .sort((a, b) => endOf(b.status) - endOf(a.status))
    .slice(0, MAX_CONTAINERS);

  const entries = await Promise.all(
    crashed.map(async ({ pod, status }) => {
      const namespace = pod.metadata?.namespace ?? '';
      const name = pod.metadata?.name ?? '';
      const client = clients.find(c => c.namespace === namespace);
      try {
        const text = await client?.kubeConfig
          .makeApiClient(CoreV1Api)
          .readNamespacedPodLog(
            {
              namespace,
              name,
              container: status.name,
              previous: !status.state?.terminated,
              tailLines: MAX_LINES,
            },
            abortable(bounded),
          );
        return [`${namespace}/${name}/${status.name}`, toLines(text)] as const;
      } catch {
        signal.throwIfAborted();
        return undefined;
      }
    }),
  );
  return Object.fromEntries(entries.filter(entry => entry !== undefined));
}

function hasCrashed(status: V1ContainerStatus): boolean {
  const ended = status.state?.terminated ?? status.lastState?.terminated;
  return ended !== undefined && ended.exitCode !== 0;
}

function endOf(status: V1ContainerStatus): number {
  const ended = status.state?.terminated ?? status.lastState?.terminated;
  return new Date(ended?.finishedAt ?? 0).getTime();
}

function toLines(text: string | undefined): string[] {
  return (text ?? '')
    .split('\n')
    .map(line => line.trimEnd().slice(0, MAX_LINE_LENGTH))
    .filter(Boolean);
}
