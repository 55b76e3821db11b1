import type { NewKubeObject } from '../../types';
import { digestOf } from '../random';
import { imageName } from './behaviour';
import { services } from './services';
import type { ServiceDefinition } from './types';

/** A manifest and the file of the GitOps repository that holds it. */
export type DesiredManifest = { path: string; object: NewKubeObject };

const FILE_NAMES: Record<string, string> = {
  Deployment: 'deployment',
  Service: 'service',
  ConfigMap: 'configmap',
  HorizontalPodAutoscaler: 'hpa',
};

/** The port that every application listens on. */
const APP_PORT = 8080;

/**
 * The manifests as the teams wrote them: what the cluster starts from, and what
 * the GitOps repository holds at first.
 */
export function desiredManifests(): DesiredManifest[] {
  return services.filter(service => !service.builtIn).flatMap(manifestsOf);
}

/** The objects of any services; those that came with the cluster are the first. */
export function objectsOf(
  anyServices: readonly ServiceDefinition[],
): NewKubeObject[] {
  return [
    ...anyServices.filter(service => service.builtIn),
    ...anyServices.filter(service => !service.builtIn),
  ]
    .flatMap(manifestsOf)
    .map(({ object }) => object);
}

/** `clusters/sandbox/<namespace>/<service>/<kind>.yaml`; undefined for kinds that Git does not hold. */
export function manifestPath(object: NewKubeObject): string | undefined {
  const file = FILE_NAMES[object.kind];
  const service = object.metadata.labels?.['app.kubernetes.io/name'];
  return file && service
    ? `clusters/sandbox/${object.metadata.namespace}/${service}/${file}.yaml`
    : undefined;
}

function manifestsOf(service: ServiceDefinition): DesiredManifest[] {
  const objects = [
    deployment(service),
    serviceObject(service),
    configMap(service),
  ];
  if (service.autoscale) {
    objects.push(autoscaler(service, service.autoscale));
  }
  return objects.map(object => ({ path: manifestPath(object)!, object }));
}

function metadata(service: ServiceDefinition, name = service.name) {
  return { name, namespace: service.namespace, labels: labelsOf(service) };
}

function labelsOf(service: ServiceDefinition): Record<string, string> {
  return {
    'app.kubernetes.io/name': service.name,
    'app.kubernetes.io/part-of': service.image.split('/')[0],
    'backstage.io/kubernetes-id': service.name,
  };
}

function deployment(service: ServiceDefinition): NewKubeObject {
  const { strategy } = service;
  const probe = (path: string, periodSeconds: number) => ({
    httpGet: { path, port: 'http', scheme: 'HTTP' },
    periodSeconds,
    timeoutSeconds: 1,
    successThreshold: 1,
    failureThreshold: 3,
  });
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(service),
    spec: {
      // The autoscaler owns the number where there is one.
      ...(service.autoscale ? {} : { replicas: service.replicas }),
      revisionHistoryLimit: 5,
      progressDeadlineSeconds: 600,
      selector: { matchLabels: { 'app.kubernetes.io/name': service.name } },
      strategy:
        strategy.type === 'Recreate'
          ? { type: 'Recreate' }
          : {
              type: 'RollingUpdate',
              rollingUpdate: {
                maxSurge: strategy.maxSurge,
                maxUnavailable: strategy.maxUnavailable,
              },
            },
      template: {
        metadata: {
          labels: labelsOf(service),
          // Makes a change of the configuration a rollout.
          annotations: { 'checksum/config': configChecksum(service.config) },
        },
        spec: {
          ...(service.preferredZone
            ? { affinity: zoneAffinity(service.preferredZone) }
            : {}),
          containers: [
            {
              name: 'app',
              image: imageName(service, service.tag),
              imagePullPolicy: 'IfNotPresent',
              ports: [
                { name: 'http', containerPort: APP_PORT, protocol: 'TCP' },
              ],
              envFrom: [{ configMapRef: { name: `${service.name}-config` } }],
              resources: {
                requests: { ...service.requests },
                limits: { ...service.limits },
              },
              // Too short for the slowest starters, which miss a probe or two.
              readinessProbe: { ...probe('/ready', 5), initialDelaySeconds: 5 },
              livenessProbe: { ...probe('/live', 10), initialDelaySeconds: 20 },
            },
          ],
        },
      },
    },
  };
}

function zoneAffinity(zone: string) {
  const zones = { key: 'topology.kubernetes.io/zone', operator: 'In' };
  return {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 50,
          preference: { matchExpressions: [{ ...zones, values: [zone] }] },
        },
      ],
    },
  };
}

/** What the template carries of its ConfigMap, so that a new value restarts the pods. */
export function configChecksum(data: Record<string, string>): string {
  return digestOf(JSON.stringify(data), 16);
}

function serviceObject(service: ServiceDefinition): NewKubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(service),
    spec: {
      type: 'ClusterIP',
      selector: { 'app.kubernetes.io/name': service.name },
      ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }],
    },
  };
}

function configMap(service: ServiceDefinition): NewKubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata(service, `${service.name}-config`),
    data: { ...service.config },
  };
}

function autoscaler(
  service: ServiceDefinition,
  scale: NonNullable<ServiceDefinition['autoscale']>,
): NewKubeObject {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: metadata(service),
    spec: {
      scaleTargetRef: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: service.name,
      },
      minReplicas: scale.min,
      maxReplicas: scale.max,
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: {
              type: 'Utilization',
              averageUtilization: scale.cpuPercent,
            },
          },
        },
      ],
    },
  };
}
