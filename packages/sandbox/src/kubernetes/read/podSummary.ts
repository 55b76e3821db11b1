/* eslint-disable @typescript-eslint/no-explicit-any -- free-form objects */

/** How many of a pod's containers are ready. */
export function readyContainers(pod: any): number {
  return (pod.status?.containerStatuses ?? []).filter(
    (status: any) => status.ready && status.state?.running,
  ).length;
}

/** The STATUS column of `kubectl get pods`: the reason that says most. */
export function podStatus(pod: any): string {
  let reason: string = pod.status?.reason || pod.status?.phase || 'Unknown';
  for (const status of pod.status?.initContainerStatuses ?? []) {
    const { waiting, terminated } = status.state ?? {};
    if (terminated && terminated.exitCode !== 0) {
      reason = `Init:${terminated.reason || `ExitCode:${terminated.exitCode}`}`;
    } else if (waiting?.reason && waiting.reason !== 'PodInitializing') {
      reason = `Init:${waiting.reason}`;
    }
  }
  let hasRunning = false;
  for (const status of [...(pod.status?.containerStatuses ?? [])].reverse()) {
    const { waiting, terminated, running } = status.state ?? {};
    if (waiting?.reason) {
      reason = waiting.reason;
    } else if (terminated) {
      reason = terminated.reason || `ExitCode:${terminated.exitCode}`;
    } else if (running && status.ready) {
      hasRunning = true;
    }
  }
  if (reason === 'Completed' && hasRunning) {
    reason = 'Running';
  }
  if (pod.metadata.deletionTimestamp) {
    return pod.status?.reason === 'NodeLost' ? 'Unknown' : 'Terminating';
  }
  return reason;
}

/** The RESTARTS column: the count, and how long ago the last one was. */
export function podRestarts(
  pod: any,
  nowMs: number,
  formatAge: (time: string, nowMs: number) => string,
): string {
  const statuses: any[] = pod.status?.containerStatuses ?? [];
  const count = statuses.reduce(
    (sum, status) => sum + (status.restartCount ?? 0),
    0,
  );
  const last = statuses
    .map(status => status.lastState?.terminated?.finishedAt)
    .filter(Boolean)
    .sort()
    .pop();
  return count && last
    ? `${count} (${formatAge(last, nowMs)} ago)`
    : String(count);
}
