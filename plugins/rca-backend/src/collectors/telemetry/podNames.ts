import { escapeRegExp } from '@internal/plugin-observability-node';

/** Letters of the names that Kubernetes generates. */
const SAFE = '[bcdfghjklmnpqrstvwxz2456789]';
/** Deployment: hash and suffix. DaemonSet and Job: suffix. StatefulSet: ordinal. */
const POD_SUFFIX = `(?:${SAFE}{1,10}-${SAFE}{5}|${SAFE}{5}|[0-9]+)`;
const WHOLE_SUFFIX = new RegExp(`^${POD_SUFFIX}$`);

/**
 * A pattern for the pods of workloads that are named like the services, in a
 * syntax that RE2 and JavaScript share; not anchored.
 * @internal
 */
export function podNamePattern(services: readonly string[]): string {
  return `(?:${services.map(escapeRegExp).join('|')})-${POD_SUFFIX}`;
}

/** The service that a pod belongs to by its name; the longest wins. @internal */
export function serviceOfPod(
  pod: string,
  services: readonly string[],
): string | undefined {
  return services
    .filter(
      service =>
        pod.startsWith(`${service}-`) &&
        WHOLE_SUFFIX.test(pod.slice(service.length + 1)),
    )
    .sort((a, b) => b.length - a.length)[0];
}
