import type { KubeObject, NewKubeObject } from '../../types';
import { cloneJson } from '../../kubernetes/json';

const SERVICE_ACCOUNT_MOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
/** How long a pod stays on a node that is out of reach. */
export const UNREACHABLE_TOLERATION_SECONDS = 300;

/** A pod of a ReplicaSet, with what the API server and its admission add. */
export function newPod(
  rs: KubeObject,
  name: string,
  volumeSuffix: string,
): NewKubeObject {
  const template = cloneJson(rs.spec.template);
  const volume = `kube-api-access-${volumeSuffix}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      generateName: `${rs.metadata.name}-`,
      namespace: rs.metadata.namespace,
      labels: template.metadata?.labels,
      annotations: template.metadata?.annotations,
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: rs.metadata.name,
          uid: rs.metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      volumes: [...(template.spec.volumes ?? []), apiAccessVolume(volume)],
      containers: template.spec.containers.map(
        (container: Record<string, unknown>) => ({
          ...container,
          volumeMounts: [
            ...((container.volumeMounts as unknown[]) ?? []),
            { name: volume, readOnly: true, mountPath: SERVICE_ACCOUNT_MOUNT },
          ],
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          imagePullPolicy: container.imagePullPolicy ?? 'IfNotPresent',
        }),
      ),
      restartPolicy: 'Always',
      terminationGracePeriodSeconds:
        template.spec.terminationGracePeriodSeconds ?? 30,
      dnsPolicy: template.spec.dnsPolicy ?? 'ClusterFirst',
      ...(template.spec.initContainers
        ? { initContainers: template.spec.initContainers }
        : {}),
      ...(template.spec.imagePullSecrets
        ? { imagePullSecrets: template.spec.imagePullSecrets }
        : {}),
      ...(template.spec.nodeSelector
        ? { nodeSelector: template.spec.nodeSelector }
        : {}),
      ...(template.spec.affinity ? { affinity: template.spec.affinity } : {}),
      serviceAccountName: template.spec.serviceAccountName ?? 'default',
      serviceAccount: template.spec.serviceAccountName ?? 'default',
      securityContext: {},
      schedulerName: 'default-scheduler',
      tolerations: ['not-ready', 'unreachable'].map(taint => ({
        key: `node.kubernetes.io/${taint}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: UNREACHABLE_TOLERATION_SECONDS,
      })),
      priority: 0,
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
    },
    status: { phase: 'Pending', qosClass: qosClass(template.spec.containers) },
  };
}

function apiAccessVolume(name: string) {
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        {
          configMap: {
            name: 'kube-root-ca.crt',
            items: [{ key: 'ca.crt', path: 'ca.crt' }],
          },
        },
        {
          downwardAPI: {
            items: [
              {
                path: 'namespace',
                fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' },
              },
            ],
          },
        },
      ],
      defaultMode: 420,
    },
  };
}

function qosClass(
  containers: Array<{ resources?: { requests?: object; limits?: object } }>,
): string {
  const [first] = containers;
  if (!first?.resources?.requests && !first?.resources?.limits) {
    return 'BestEffort';
  }
  const same =
    JSON.stringify(first.resources.requests) ===
    JSON.stringify(first.resources.limits);
  return same ? 'Guaranteed' : 'Burstable';
}
