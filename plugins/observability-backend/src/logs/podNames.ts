/** Letters of the names that Kubernetes generates. */
const SAFE = '[bcdfghjklmnpqrstvwxz2456789]';
/** Deployment: hash and suffix. DaemonSet and Job: suffix. StatefulSet: ordinal. */
const GENERATED = new RegExp(
  `-(?:${SAFE}{1,10}-${SAFE}{5}|${SAFE}{5}|[0-9]+)$`,
);

/** The workload that Kubernetes named the pod after; undefined for a pod that somebody named by hand. @internal */
export function workloadOfPod(pod: string): string | undefined {
  return GENERATED.test(pod) ? pod.replace(GENERATED, '') : undefined;
}
