import { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import { ClusterIndex } from '../engine/ClusterIndex';

/** Events about probes of one pod, the newest last. @internal */
export function probeEvents(
  index: ClusterIndex,
  pod: V1Pod,
  probe: 'Readiness' | 'Liveness' | 'Startup',
): CoreV1Event[] {
  return index
    .eventsOf('Pod', pod.metadata)
    .filter(
      event =>
        event.reason === 'Unhealthy' &&
        (event.message ?? '').startsWith(`${probe} probe`),
    );
}

/** The kubelet restarted the container because it did not answer. @internal */
export function killedByLiveness(
  index: ClusterIndex,
  pod: V1Pod,
  container: string,
): boolean {
  return index
    .eventsOf('Pod', pod.metadata)
    .some(
      event =>
        event.reason === 'Killing' &&
        /failed (?:liveness|startup) probe/i.test(event.message ?? '') &&
        (event.message ?? '').includes(container),
    );
}
