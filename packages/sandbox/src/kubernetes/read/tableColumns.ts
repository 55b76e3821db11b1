/* eslint-disable @typescript-eslint/no-explicit-any -- free-form objects */
import type { KubeObject } from '../../types';
import { podRestarts, podStatus, readyContainers } from './podSummary';

/** One column of a Table. */
export type TableColumn = {
  name: string;
  type?: 'integer';
  /** Only in `kubectl get -o wide`. */
  wide?: boolean;
  cell: (object: KubeObject, nowMs: number) => unknown;
};

const NONE = '<none>';
const name: TableColumn = {
  name: 'Name',
  cell: object => object.metadata.name,
};
const age: TableColumn = {
  name: 'Age',
  cell: (object, nowMs) => formatAge(object.metadata.creationTimestamp, nowMs),
};

function column(
  title: string,
  cell: (object: any) => unknown,
  more: Partial<TableColumn> = {},
): TableColumn {
  return { name: title, cell: object => cell(object) ?? NONE, ...more };
}

const wide = { wide: true };
const containers = (spec: any): any[] => spec?.template?.spec?.containers ?? [];
const templateColumns = [
  column(
    'Containers',
    o =>
      containers(o.spec)
        .map(c => c.name)
        .join(','),
    wide,
  ),
  column(
    'Images',
    o =>
      containers(o.spec)
        .map(c => c.image)
        .join(','),
    wide,
  ),
  column('Selector', o => formatLabels(o.spec?.selector?.matchLabels), wide),
];

/** Columns by resource, as the printers of kube-apiserver have them. */
export const TABLE_COLUMNS: Record<string, TableColumn[]> = {
  default: [name, column('Created At', o => o.metadata.creationTimestamp)],
  pods: [
    name,
    column(
      'Ready',
      o => `${readyContainers(o)}/${o.spec?.containers?.length ?? 0}`,
    ),
    column('Status', podStatus),
    {
      name: 'Restarts',
      cell: (object, nowMs) => podRestarts(object, nowMs, formatAge),
    },
    age,
    column('IP', o => o.status?.podIP, wide),
    column('Node', o => o.spec?.nodeName, wide),
    column('Nominated Node', o => o.status?.nominatedNodeName, wide),
    column('Readiness Gates', () => undefined, wide),
  ],
  deployments: [
    name,
    column(
      'Ready',
      o => `${o.status?.readyReplicas ?? 0}/${o.spec?.replicas ?? 1}`,
    ),
    column('Up-to-date', o => o.status?.updatedReplicas ?? 0),
    column('Available', o => o.status?.availableReplicas ?? 0),
    age,
    ...templateColumns,
  ],
  replicasets: [
    name,
    column('Desired', o => o.spec?.replicas ?? 1, { type: 'integer' }),
    column('Current', o => o.status?.replicas ?? 0, { type: 'integer' }),
    column('Ready', o => o.status?.readyReplicas ?? 0, { type: 'integer' }),
    age,
    ...templateColumns,
  ],
  statefulsets: [
    name,
    column(
      'Ready',
      o => `${o.status?.readyReplicas ?? 0}/${o.spec?.replicas ?? 1}`,
    ),
    age,
    ...templateColumns.slice(0, 2),
  ],
  services: [
    name,
    column('Type', o => o.spec?.type),
    column('Cluster-IP', o => o.spec?.clusterIP),
    column('External-IP', () => undefined),
    column(
      'Port(s)',
      o =>
        (o.spec?.ports ?? [])
          .map((p: any) => `${p.port}/${p.protocol ?? 'TCP'}`)
          .join(',') || undefined,
    ),
    age,
    column('Selector', o => formatLabels(o.spec?.selector), wide),
  ],
  configmaps: [
    name,
    column('Data', o => Object.keys({ ...o.data, ...o.binaryData }).length, {
      type: 'integer',
    }),
    age,
  ],
  secrets: [
    name,
    column('Type', o => o.type),
    column('Data', o => Object.keys(o.data ?? {}).length, { type: 'integer' }),
    age,
  ],
  serviceaccounts: [
    name,
    column('Secrets', o => o.secrets?.length ?? 0, { type: 'integer' }),
    age,
  ],
  namespaces: [name, column('Status', o => o.status?.phase), age],
  nodes: [
    name,
    column('Status', nodeStatus),
    column('Roles', () => undefined),
    age,
    column('Version', o => o.status?.nodeInfo?.kubeletVersion),
    column(
      'Internal-IP',
      o =>
        o.status?.addresses?.find((a: any) => a.type === 'InternalIP')?.address,
      wide,
    ),
  ],
  events: [
    {
      name: 'Last Seen',
      cell: (object: any, nowMs) => formatAge(lastSeen(object), nowMs),
    },
    column('Type', o => o.type),
    column('Reason', o => o.reason),
    column(
      'Object',
      o =>
        `${String(
          o.involvedObject?.kind ?? o.regarding?.kind,
        ).toLocaleLowerCase('en-US')}/${
          o.involvedObject?.name ?? o.regarding?.name
        }`,
    ),
    column(
      'Source',
      o => [o.source?.component, o.source?.host].filter(Boolean).join(', '),
      wide,
    ),
    column('Message', o => o.message ?? o.note),
    column('Count', o => o.count ?? 1, wide),
    { ...name, wide: true },
  ],
  horizontalpodautoscalers: [
    name,
    column(
      'Reference',
      o => `${o.spec?.scaleTargetRef?.kind}/${o.spec?.scaleTargetRef?.name}`,
    ),
    column('MinPods', o => o.spec?.minReplicas),
    column('MaxPods', o => o.spec?.maxReplicas, { type: 'integer' }),
    column('Replicas', o => o.status?.currentReplicas ?? 0, {
      type: 'integer',
    }),
    age,
  ],
};

function nodeStatus(node: any): string {
  const ready = node.status?.conditions?.find(
    (condition: any) => condition.type === 'Ready',
  );
  const text = ready?.status === 'True' ? 'Ready' : 'NotReady';
  return node.spec?.unschedulable ? `${text},SchedulingDisabled` : text;
}

function lastSeen(event: any): string | undefined {
  return (
    event.series?.lastObservedTime ??
    event.lastTimestamp ??
    event.eventTime ??
    event.deprecatedLastTimestamp ??
    event.metadata.creationTimestamp
  );
}

function formatLabels(labels: Record<string, string> = {}): string {
  return (
    Object.entries(labels)
      .map(pair => pair.join('='))
      .join(',') || NONE
  );
}

/** `45s`, `12m`, `3h20m`, `2d`: the two largest units, the smaller one only while it matters. */
export function formatAge(time: string | undefined, nowMs: number): string {
  if (!time) {
    return '<unknown>';
  }
  const seconds = Math.max(0, Math.floor((nowMs - Date.parse(time)) / 1_000));
  const [minutes, hours, days] = [60, 3_600, 86_400].map(unit =>
    Math.floor(seconds / unit),
  );
  if (seconds < 120) {
    return `${seconds}s`;
  }
  if (minutes < 10) {
    return seconds % 60 ? `${minutes}m${seconds % 60}s` : `${minutes}m`;
  }
  if (hours < 3) {
    return `${minutes}m`;
  }
  if (hours < 8) {
    return minutes % 60 ? `${hours}h${minutes % 60}m` : `${hours}h`;
  }
  if (hours < 48) {
    return `${hours}h`;
  }
  return days < 8 && hours % 24 ? `${days}d${hours % 24}h` : `${days}d`;
}
