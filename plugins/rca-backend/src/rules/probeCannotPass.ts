import { V1Container, V1Probe } from '@kubernetes/client-node';
import { containersOf } from '../lib/kubernetes';
import { instantOf } from '../lib/time';
import { causeText } from './probeText';
import { quotePod } from './quote';
import { probeEvents } from './probes';
import { stuckPodRule } from './stuckPods';

const PROBES = [
  ['startupProbe', 'Startup'],
  ['readinessProbe', 'Readiness'],
  ['livenessProbe', 'Liveness'],
] as const;

/**
 * A probe that cannot pass, whatever the application does: it asks a port that
 * the container has not, or a path that the application does not know.
 *
 * @remarks
 * `containerPort` is for information, and an application may listen on a port
 * that is not in the list. So a number counts only with a refused connection; a
 * name that is not in the list cannot be resolved at all.
 *
 * @internal
 */
export const probeCannotPass = stuckPodRule({
  id: 'probe-cannot-pass',
  look({ index }, pod) {
    for (const { spec, status, init } of containersOf(pod)) {
      if (init || status.ready || !spec) {
        continue;
      }
      for (const [field, kind] of PROBES) {
        const event = probeEvents(index, pod, kind).at(-1);
        const problem =
          problemOf(spec, spec[field]) ??
          noSuchPath(spec[field], event?.message ?? '');
        const refused = /connection refused|connect: /i.test(
          event?.message ?? '',
        );
        if (problem && (problem.certain || refused)) {
          return {
            text: `the ${kind.toLowerCase()} probe ${problem.text}`,
            since: instantOf(pod.metadata?.creationTimestamp),
            evidence: [
              quotePod(index, pod, {
                title: `Container ${spec.name}: ${field} and ports`,
                excerpt: JSON.stringify({
                  [field]: spec[field],
                  ports: spec.ports ?? [],
                }),
              }),
            ],
          };
        }
      }
    }
    return undefined;
  },
  say: found => ({
    title: `In ${found.who} of ${found.name} ${found.text}`,
    cause: {
      category: 'probe-failure',
      weight: 0.96,
      selfSufficient: true,
      statement: `${found.name} cannot become ready: ${found.text}${causeText(
        found.changes,
      )}.`,
      confirmBy: `Compare the probe of ${found.name} with the port and the paths that it serves.`,
    },
  }),
});

function problemOf(
  { ports = [] }: V1Container,
  probe: V1Probe | undefined,
): { text: string; certain: boolean } | undefined {
  const port = (probe?.httpGet ?? probe?.tcpSocket ?? probe?.grpc)?.port;
  if (port === undefined) {
    return undefined;
  }
  const shown = ports
    .map(({ name, containerPort }) =>
      name ? `${containerPort} (${name})` : `${containerPort}`,
    )
    .join(', ');
  const listed = `the container has ${shown ? `port ${shown}` : 'no port'}`;
  if (typeof port === 'string' && !/^\d+$/.test(port)) {
    return ports.some(({ name }) => name === port)
      ? undefined
      : { text: `asks port "${port}", and ${listed}`, certain: true };
  }
  return ports.length === 0 ||
    ports.some(({ containerPort }) => containerPort === Number(port))
    ? undefined
    : { text: `asks port ${port}, and ${listed}`, certain: false };
}

/** The application answers, and says that there is no such path. */
function noSuchPath(
  probe: V1Probe | undefined,
  message: string,
): { text: string; certain: boolean } | undefined {
  const path = probe?.httpGet?.path;
  return path && /statuscode: 404\b/.test(message)
    ? { text: `asks path ${path}, and the answer is 404`, certain: true }
    : undefined;
}
