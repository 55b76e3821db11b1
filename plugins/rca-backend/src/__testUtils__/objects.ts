import {
  CoreV1Event,
  V1ContainerStatus,
  V1Deployment,
  V1Pod,
  V1ReplicaSet,
  V1Service,
} from '@kubernetes/client-node';
import { KubernetesFacts } from '../collectors/kubernetes';
import { date, NAMESPACE } from './time';

const labelsOf = (name: string) => ({ 'app.kubernetes.io/name': name });

export function deployment(
  name: string,
  options: {
    replicas?: number;
    available?: number;
    status?: V1Deployment['status'];
    template?: NonNullable<V1Deployment['spec']>['template']['spec'];
  } = {},
): V1Deployment {
  const { replicas = 1, available = replicas } = options;
  return {
    metadata: { name, namespace: NAMESPACE, uid: `d-${name}` },
    spec: {
      replicas,
      selector: {},
      template: {
        metadata: { labels: labelsOf(name) },
        spec: options.template ?? { containers: [{ name: 'app' }] },
      },
    },
    status: { availableReplicas: available || undefined, ...options.status },
  };
}

export function replicaSet(
  name: string,
  revision: number,
  options: {
    at?: number;
    image?: string;
    annotations?: Record<string, string>;
  } = {},
): V1ReplicaSet {
  return {
    metadata: {
      name: `${name}-${revision}`,
      namespace: NAMESPACE,
      uid: `rs-${name}-${revision}`,
      creationTimestamp: date(options.at ?? -600),
      annotations: {
        'deployment.kubernetes.io/revision': String(revision),
        ...options.annotations,
      },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name,
          uid: `d-${name}`,
          controller: true,
        },
      ],
    },
    spec: {
      selector: {},
      template: {
        metadata: { labels: labelsOf(name) },
        spec: {
          containers: [{ name: 'app', image: options.image ?? `${name}:1` }],
        },
      },
    },
  };
}

export function pod(
  owner: string,
  options: {
    name?: string;
    created?: number;
    node?: string;
    phase?: string;
    image?: string;
    ready?: boolean;
    /** Minute of the last change of the condition Ready. */
    since?: number;
    conditions?: NonNullable<V1Pod['status']>['conditions'];
    container?: Partial<V1ContainerStatus>;
    deleted?: boolean;
    requests?: Record<string, string>;
    limits?: Record<string, string>;
  } = {},
): V1Pod {
  const { ready = true, phase = 'Running' } = options;
  return {
    metadata: {
      name: options.name ?? `${owner}-1-a`,
      namespace: NAMESPACE,
      labels: labelsOf(owner),
      creationTimestamp: date(options.created ?? -100),
      ...(options.deleted && { deletionTimestamp: date(59) }),
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: `${owner}-1`,
          uid: `rs-${owner}-1`,
          controller: true,
        },
      ],
    },
    spec: {
      nodeName: options.node,
      containers: [
        {
          name: 'app',
          image: options.image ?? `${owner}:1`,
          resources: { requests: options.requests, limits: options.limits },
        },
      ],
    },
    status: {
      phase,
      conditions: [
        {
          type: 'Ready',
          status: ready ? 'True' : 'False',
          lastTransitionTime: date(options.since ?? -90),
        },
        ...(options.conditions ?? []),
      ],
      containerStatuses: [
        {
          name: 'app',
          image: options.image ?? `${owner}:1`,
          imageID: '',
          ready,
          restartCount: 0,
          state: { running: {} },
          ...options.container,
        },
      ],
    },
  };
}

/** A container that waits, as it stands in a pod's status. */
export function waiting(
  reason: string,
  message: string,
): Partial<V1ContainerStatus> {
  return { ready: false, state: { waiting: { reason, message } } };
}

/** A container that ended before and waits to be started again. */
export function ended(options: {
  exitCode: number;
  reason?: string;
  at?: number;
  restarts?: number;
  running?: boolean;
}): Partial<V1ContainerStatus> {
  const { exitCode, reason = 'Error', at = 55, restarts = 3 } = options;
  return {
    ready: options.running ?? false,
    restartCount: restarts,
    state: options.running
      ? { running: {} }
      : { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s' } },
    lastState: { terminated: { exitCode, reason, finishedAt: date(at) } },
  };
}

export function event(
  kind: string,
  name: string,
  reason: string,
  message: string,
  options: { at?: number; type?: string; namespace?: string } = {},
): CoreV1Event {
  const at = date(options.at ?? 55);
  return {
    metadata: {
      name: `${name}.${reason}`,
      namespace: NAMESPACE,
      creationTimestamp: at,
    },
    involvedObject: { kind, name, namespace: options.namespace ?? NAMESPACE },
    reason,
    message,
    type: options.type ?? 'Warning',
    count: 2,
    firstTimestamp: at,
    lastTimestamp: at,
  };
}

export function service(
  name: string,
  selector: Record<string, string> | undefined = labelsOf(name),
  spec: V1Service['spec'] = {},
): V1Service {
  return {
    metadata: { name, namespace: NAMESPACE },
    spec: { ...spec, selector },
  };
}

/** The healthy objects of a service, each part replaceable. */
export function workload(
  name: string,
  options: {
    deployment?: Parameters<typeof deployment>[1];
    pods?: V1Pod[];
    replicaSets?: V1ReplicaSet[];
    services?: V1Service[];
    events?: CoreV1Event[];
  } = {},
): Partial<KubernetesFacts> {
  return {
    deployments: [deployment(name, options.deployment)],
    replicaSets: options.replicaSets ?? [replicaSet(name, 1)],
    pods: options.pods ?? [pod(name)],
    services: options.services ?? [service(name)],
    events: options.events ?? [],
  };
}
