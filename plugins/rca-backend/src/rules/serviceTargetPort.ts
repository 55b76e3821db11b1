import {
  V1ContainerPort,
  V1Service,
  V1ServicePort,
} from '@kubernetes/client-node';
import { Workload } from '../engine/ClusterIndex';
import { isGone } from '../lib/kubernetes';
import { selects } from '../lib/labelSelector';
import { put } from '../lib/put';
import { describeChange } from './changesBefore';
import { quoteObject, quoteWorkload } from './quote';
import { Rule, RuleFinding, Snapshot } from './types';

/**
 * A Service that sends to a port which its pods have not.
 *
 * @remarks
 * A name that no container has gives no endpoint, so it is certain. The list of a
 * container's port numbers is for information: a number that is not in it counts
 * only when somebody's connections to that service are refused.
 *
 * @internal
 */
export const serviceTargetPort: Rule = {
  id: 'service-target-port',
  evaluate: snapshot => {
    const byLabel = workloadsByLabel(snapshot);
    return snapshot.index.facts.services.flatMap(service => {
      const { selector } = service.spec ?? {};
      const [pair] = Object.entries(selector ?? {});
      const workloads = (byLabel.get(pair?.join('=') ?? '') ?? []).filter(
        workload =>
          workload.ref.namespace === service.metadata?.namespace &&
          selects(selector, workload.template.metadata?.labels),
      );
      // More than one may share a Service, each with its ports.
      const [workload] = workloads;
      if (workloads.length !== 1 || service.spec?.type === 'ExternalName') {
        return [];
      }
      const declared = portsOf(snapshot, workload);
      return (service.spec?.ports ?? [])
        .filter(port => !fits(port, declared))
        .flatMap(port =>
          describe(snapshot, { service, workload, port, declared }),
        );
    });
  },
};

/** Comparing every Service with every workload would take seconds in a large namespace. */
function workloadsByLabel({ index }: Snapshot): Map<string, Workload[]> {
  const found = new Map<string, Workload[]>();
  for (const workload of index.workloads) {
    for (const [key, value] of Object.entries(
      workload.template.metadata?.labels ?? {},
    )) {
      put(found, `${key}=${value}`, workload);
    }
  }
  return found;
}

/** Ports of the template, and of what was injected into its pods. */
function portsOf({ index }: Snapshot, workload: Workload): V1ContainerPort[] {
  const [pod] = index.podsOf(workload).filter(item => !isGone(item));
  const all = [workload.template.spec, pod?.spec]
    .flatMap(spec => spec?.containers ?? [])
    .flatMap(({ ports }) => ports ?? []);
  return [
    ...new Map(
      all.map(port => [
        `${port.name} ${port.containerPort} ${port.protocol ?? 'TCP'}`,
        port,
      ]),
    ).values(),
  ];
}

function fits(port: V1ServicePort, declared: V1ContainerPort[]): boolean {
  const target = port.targetPort ?? port.port;
  const protocol = port.protocol ?? 'TCP';
  const same = declared.filter(item => (item.protocol ?? 'TCP') === protocol);
  return isName(target)
    ? same.some(({ name }) => name === target)
    : // Without a list there is nothing to compare with.
      same.length === 0 ||
        same.some(({ containerPort }) => containerPort === Number(target));
}

function describe(
  snapshot: Snapshot,
  found: {
    service: V1Service;
    workload: Workload;
    port: V1ServicePort;
    declared: V1ContainerPort[];
  },
): RuleFinding[] {
  const { index, graph, logs, changes } = snapshot;
  const { service, workload, port, declared } = found;
  const { name = '', namespace } = service.metadata ?? {};
  const target = port.targetPort ?? port.port;
  const node = graph.nodeOfWorkload(workload);
  const refusals = (logs?.signals ?? []).filter(
    ({ kind, peer, significant }) =>
      kind === 'connection-refused' && peer === node?.name && significant,
  );
  if (!isName(target) && refusals.length === 0) {
    return [];
  }
  const commit = changes?.commits.findLast(
    item =>
      item.namespace === namespace &&
      item.services.includes(name) &&
      item.files.some(file => /service/i.test(file)),
  );
  const field = commit?.fields.find(({ path }) => path === 'targetPort');
  const since = commit
    ? `, since commit ${commit.sha.slice(0, 8)} "${commit.subject}"${
        field ? ` (${describeChange(field)})` : ''
      }`
    : '';
  const has = declared.length
    ? `port ${declared
        .map(item =>
          item.name
            ? `${item.containerPort} (${item.name})`
            : item.containerPort,
        )
        .join(', ')}`
    : 'no port';
  const object = index.ref('Service', service.metadata);
  const wrong = isName(target) ? `"${target}"` : `${target}`;
  return [
    {
      rule: serviceTargetPort.id,
      title: `Service ${name} sends to port ${wrong}, and ${workload.ref.name} has ${has}`,
      severity: 'critical',
      object,
      onset: commit?.at,
      affects: [workload.ref],
      evidence: [
        quoteObject(object, 'api/v1/services', {
          title: `Ports of Service ${name}`,
          excerpt: JSON.stringify(service.spec?.ports),
        }),
        quoteWorkload(workload, {
          title: `Ports of ${workload.ref.kind} ${workload.ref.name}`,
          excerpt: JSON.stringify(declared),
        }),
        ...refusals.map(({ evidence }) => ({
          source: 'logs',
          index: evidence,
        })),
        ...(commit ? [{ source: 'changes', index: commit.evidence }] : []),
      ],
      cause: {
        category: 'service-selector',
        weight: 0.95,
        selfSufficient: true,
        statement: `Service ${name} sends its traffic to port ${wrong}, which ${workload.ref.name} has not (it has ${has})${since}.`,
        wrongField: { path: 'spec.ports[].targetPort', label: 'targetPort' },
        confirmBy: `Compare targetPort of Service ${name} with the port that ${workload.ref.name} listens on.`,
        change: commit && {
          sha: commit.sha,
          description: `commit ${commit.sha.slice(0, 8)} "${commit.subject}"`,
        },
      },
    },
  ];
}

function isName(target: unknown): target is string {
  return typeof target === 'string' && !/^\d+$/.test(target);
}
