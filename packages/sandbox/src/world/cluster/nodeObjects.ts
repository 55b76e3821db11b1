import type { KubeObject, NewKubeObject } from '../../types';
import type { NodeDefinition } from '../definition';
import { digestOf } from '../random';
import { type Condition, conditionOf } from './conditions';

const HEALTHY = [
  [
    'MemoryPressure',
    'False',
    'KubeletHasSufficientMemory',
    'kubelet has sufficient memory available',
  ],
  [
    'DiskPressure',
    'False',
    'KubeletHasNoDiskPressure',
    'kubelet has no disk pressure',
  ],
  [
    'PIDPressure',
    'False',
    'KubeletHasSufficientPID',
    'kubelet has sufficient PID available',
  ],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
] as const;

/** The conditions that a healthy kubelet posts; transitions keep their time unless one is given. */
export function heartbeatConditions(
  stamp: string,
  transition: string | undefined,
  node?: KubeObject,
): Condition[] {
  return HEALTHY.map(([type, status, reason, message]) => ({
    type,
    status,
    lastHeartbeatTime: stamp,
    lastTransitionTime:
      transition ??
      (node && conditionOf(node, type)?.lastTransitionTime) ??
      stamp,
    reason,
    message,
  }));
}

export function heartbeat(draft: KubeObject, stamp: string): void {
  draft.status.conditions = heartbeatConditions(stamp, undefined, draft);
}

/** A worker node as its kubelet registered it. */
export function nodeObject(
  node: NodeDefinition,
  index: number,
  joined: string,
  stamp: string,
): NewKubeObject {
  const resources = (cpu: string, memory: number) => ({
    cpu,
    'ephemeral-storage': '100Gi',
    memory: `${memory}Mi`,
    pods: '110',
  });
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      creationTimestamp: joined,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': node.name,
        'kubernetes.io/os': 'linux',
        'topology.kubernetes.io/zone': node.zone,
      },
      annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
    },
    spec: {},
    status: {
      capacity: resources(String(node.cpu), node.memoryMi),
      allocatable: resources(`${node.cpu * 1000 - 200}m`, node.memoryMi - 512),
      conditions: heartbeatConditions(stamp, joined),
      addresses: [
        { type: 'InternalIP', address: `10.0.${index + 1}.10` },
        { type: 'Hostname', address: node.name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        machineID: digestOf(`machine/${node.name}`, 32),
        systemUUID: digestOf(`system/${node.name}`, 32),
        bootID: digestOf(`boot/${node.name}`, 32),
        kernelVersion: '6.1.0-21-amd64',
        osImage: 'Debian GNU/Linux 12 (bookworm)',
        containerRuntimeVersion: 'containerd://2.1.4',
        kubeletVersion: 'v1.36.2',
        kubeProxyVersion: '',
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
    },
  };
}
