import { is, ofContainers, ofPods, rate, select, sum } from './promql';
import { Panel, PanelSubject } from './types';

const byPod = ({ names }: PanelSubject) => [names.pod];
const podName =
  ({ names }: PanelSubject) =>
  (labels: Record<string, string>) =>
    labels[names.pod] ?? 'all';

/** Limit of the pod that is given least: the first one to hit it. */
function limit(subject: PanelSubject, resource: string): string {
  const { names } = subject;
  return `min(${sum(
    select(names.resourceLimits, [
      ...ofPods(subject),
      is('resource', resource),
    ]),
    byPod(subject),
  )})`;
}

function ofDeployment({ names, namespace, service }: PanelSubject): string[] {
  return [is(names.namespace, namespace), is(names.deployment, service)];
}

/** USE: what the workload's pods take of what they are given. @internal */
export const resourcePanels: Panel[] = [
  {
    id: 'cpu',
    title: 'CPU',
    description:
      'Processor time that each pod uses, in cores, and the limit of a pod.',
    group: 'resources',
    unit: 'cores',
    matters: { minAbsolute: 0.05, minRelative: 0.3 },
    badDirection: 'up',
    parts: subject => [
      {
        name: podName(subject),
        query: rate(
          subject,
          subject.names.cpuUsage,
          ofContainers(subject),
          byPod(subject),
        ),
      },
      { name: 'limit', query: limit(subject, 'cpu'), reference: true },
    ],
  },
  {
    id: 'cpu-throttling',
    title: 'CPU throttling',
    description:
      'Share of the scheduling periods in which a pod was stopped because it had used up its CPU limit.',
    group: 'resources',
    unit: 'ratio',
    matters: { minAbsolute: 0.05, minRelative: 0.3 },
    badDirection: 'up',
    parts: subject => {
      const { names } = subject;
      const of = (metric: string) =>
        rate(subject, metric, ofContainers(subject), byPod(subject));
      return [
        {
          name: podName(subject),
          query: `${of(names.cpuThrottledPeriods)} / (${of(
            names.cpuPeriods,
          )} > 0)`,
        },
      ];
    },
  },
  {
    id: 'memory',
    title: 'Memory',
    description:
      'Memory that each pod cannot give back (working set), and the limit at which it is killed.',
    group: 'resources',
    unit: 'bytes',
    matters: { minAbsolute: 8 * 1024 * 1024, minRelative: 0.2 },
    badDirection: 'up',
    parts: subject => [
      {
        name: podName(subject),
        query: sum(
          select(subject.names.memoryWorkingSet, ofContainers(subject)),
          byPod(subject),
        ),
      },
      { name: 'limit', query: limit(subject, 'memory'), reference: true },
    ],
  },
  {
    id: 'replicas',
    title: 'Replicas',
    description: 'Pods that the Deployment wants, and those that are ready.',
    group: 'workload',
    unit: 'count',
    matters: { minAbsolute: 1, minRelative: 0 },
    badDirection: 'down',
    gapsMatter: true,
    parts: subject => [
      {
        name: 'wanted',
        query: sum(
          select(subject.names.deploymentReplicas, ofDeployment(subject)),
        ),
        reference: true,
      },
      {
        name: 'available',
        query: sum(
          select(
            subject.names.deploymentReplicasAvailable,
            ofDeployment(subject),
          ),
        ),
      },
    ],
  },
  {
    id: 'restarts',
    title: 'Restarts',
    description:
      'How often containers of the workload started again, in each step of the chart.',
    group: 'workload',
    unit: 'count',
    matters: { minAbsolute: 0.9, minRelative: 0 },
    badDirection: 'up',
    parts: subject => [
      {
        name: 'restarts',
        query: sum(
          `increase(${select(
            subject.names.containerRestarts,
            ofPods(subject),
          )}[${subject.rateSeconds}s])`,
        ),
      },
    ],
  },
];
