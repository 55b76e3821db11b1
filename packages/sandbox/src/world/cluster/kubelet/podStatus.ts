import type { KubeObject } from '../../../types';
import { formatTime } from '../../../kubernetes/time';
import { setCondition } from '../conditions';
import type { PodRuntime, Termination } from './PodRuntime';

/** Writes what the kubelet knows into a copy of its pod. */
export function writePodStatus(
  draft: KubeObject,
  runtime: PodRuntime,
  nodeIP: string,
  stamp: string,
): void {
  const { status } = draft;
  const unready = {
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: [${runtime.container}]`,
  };
  const readiness = runtime.ready ? { status: 'True' } : unready;
  setCondition(
    draft,
    { type: 'PodReadyToStartContainers', status: 'True' },
    stamp,
  );
  setCondition(draft, { type: 'Initialized', status: 'True' }, stamp);
  setCondition(draft, { type: 'Ready', ...readiness }, stamp);
  setCondition(draft, { type: 'ContainersReady', ...readiness }, stamp);
  Object.assign(status, {
    observedGeneration: draft.metadata.generation ?? 1,
    phase: runtime.startedAtMs ? 'Running' : 'Pending',
    hostIP: nodeIP,
    hostIPs: [{ ip: nodeIP }],
    podIP: runtime.podIP,
    podIPs: [{ ip: runtime.podIP }],
    startTime: formatTime(runtime.createdAtMs),
    containerStatuses: [containerStatus(runtime)],
  });
}

function containerStatus(runtime: PodRuntime) {
  // While it waits to start again, the end just seen is the last state.
  const previous =
    (runtime.waiting && runtime.terminated) || runtime.lastTerminated;
  return {
    name: runtime.container,
    state: stateOf(runtime),
    lastState: previous ? terminatedState(previous) : {},
    ready: runtime.ready,
    restartCount: runtime.restarts,
    image: runtime.image,
    imageID: runtime.imageId,
    ...(runtime.containerId ? { containerID: runtime.containerId } : {}),
    started: runtime.running,
  };
}

function stateOf(runtime: PodRuntime) {
  if (runtime.waiting) {
    return { waiting: runtime.waiting };
  }
  if (runtime.terminated) {
    return terminatedState(runtime.terminated);
  }
  return { running: { startedAt: formatTime(runtime.startedAtMs) } };
}

function terminatedState(termination: Termination) {
  return {
    terminated: {
      exitCode: termination.exitCode,
      reason: termination.reason,
      startedAt: formatTime(termination.startedAtMs),
      finishedAt: formatTime(termination.finishedAtMs),
      containerID: termination.containerId,
    },
  };
}
