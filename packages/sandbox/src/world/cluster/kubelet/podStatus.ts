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
  const inits: Array<{ name: string; image: string }> =
    draft.spec.initContainers ?? [];
  const initialized = inits.length === 0 || runtime.initialized;
  setCondition(
    draft,
    initialized
      ? { type: 'Initialized', status: 'True' }
      : {
          type: 'Initialized',
          status: 'False',
          reason: 'ContainersNotInitialized',
          message: `containers with incomplete status: [${inits
            .map(({ name }) => name)
            .join(' ')}]`,
        },
    stamp,
  );
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
    ...(inits.length > 0 && {
      initContainerStatuses: inits.map(init => initStatus(runtime, init)),
    }),
    containerStatuses: [containerStatus(runtime)],
  });
}

function initStatus(
  runtime: PodRuntime,
  { name, image }: { name: string; image: string },
) {
  const since = runtime.initSinceMs;
  const startedAt = since === undefined ? undefined : formatTime(since);
  let state: object = { waiting: { reason: 'PodInitializing' } };
  if (runtime.initialized) {
    state = { terminated: { exitCode: 0, reason: 'Completed', startedAt } };
  } else if (startedAt) {
    state = { running: { startedAt } };
  }
  return {
    name,
    state,
    lastState: {},
    ready: runtime.initialized,
    restartCount: 0,
    image,
    imageID: '',
    started: startedAt !== undefined && !runtime.initialized,
  };
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
      ...(termination.message && { message: termination.message }),
      startedAt: formatTime(termination.startedAtMs),
      finishedAt: formatTime(termination.finishedAtMs),
      containerID: termination.containerId,
    },
  };
}
