import { V1Service } from '@kubernetes/client-node';
import { Workload } from '../engine/ClusterIndex';
import { describeChange } from './changesBefore';
import { Rule, RuleFinding, Snapshot } from './types';

/** A Service whose selector matches neither pods nor any workload's template. @internal */
export const serviceSelectsNothing: Rule = {
  id: 'service-selects-nothing',
  evaluate(snapshot) {
    const { index } = snapshot;
    return index.facts.services.flatMap(service => {
      const { selector, type } = service.spec ?? {};
      if (
        !selector ||
        !Object.keys(selector).length ||
        type === 'ExternalName'
      ) {
        return [];
      }
      return index.selectsNothing(service.metadata?.namespace ?? '', selector)
        ? [describe(snapshot, service)]
        : [];
    });
  },
};

function describe(snapshot: Snapshot, service: V1Service): RuleFinding {
  const { index, changes } = snapshot;
  const { name = '', namespace = '' } = service.metadata ?? {};
  const selector = service.spec?.selector ?? {};
  const object = index.ref('Service', service.metadata);
  const meant = closest(snapshot, service);
  const commit = changes?.commits
    .filter(
      item =>
        item.namespace === namespace &&
        item.services.includes(name) &&
        item.files.some(file => /service/i.test(file)),
    )
    .at(-1);
  const onset = commit?.at;
  const labels = meant?.template.metadata?.labels ?? {};
  const wrong = Object.entries(selector)
    .filter(([key, value]) => labels[key] !== value)
    .map(([key, value]) => `${key}=${value}`);
  const text = Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const field = commit?.fields.find(item => item.path in selector);
  return {
    rule: serviceSelectsNothing.id,
    title: `Service ${name} selects no pod: nothing in ${namespace} is labelled ${text}`,
    severity: 'critical',
    object,
    onset,
    affects: meant && [meant.ref],
    evidence: [
      {
        source: 'kubernetes',
        title: `Selector of Service ${name}`,
        object,
        query: `/api/v1/namespaces/${namespace}/services/${name}`,
        excerpt: JSON.stringify(selector),
      },
      ...(index.wasRead('endpointSlices', namespace)
        ? [
            {
              source: 'kubernetes',
              title: `Endpoints of Service ${name}: ${endpointCount(
                snapshot,
                service,
              )}`,
              object,
              query: `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3D${name}`,
            },
          ]
        : []),
      ...(meant
        ? [
            {
              source: 'kubernetes',
              title: `Labels of the pods of ${meant.ref.kind} ${meant.ref.name}`,
              object: meant.ref,
              query: `/apis/apps/v1/namespaces/${namespace}/deployments/${meant.ref.name}`,
              excerpt: JSON.stringify(labels),
            },
          ]
        : []),
      ...(commit ? [{ source: 'changes', index: commit.evidence }] : []),
    ],
    cause: {
      category: 'service-selector',
      weight: meant ? 0.95 : 0.7,
      selfSufficient: true,
      statement: `Service ${name} sends its traffic nowhere: its selector ${
        wrong.join(', ') || text
      } matches no pod${meant ? ` of ${meant.ref.name}` : ''}${
        commit
          ? `, since commit ${commit.sha.slice(0, 8)} "${commit.subject}"${
              field ? ` (${describeChange(field)})` : ''
            }`
          : ''
      }.`,
      wrongField: { path: 'spec.selector', label: 'selector' },
      confirmBy: `Compare the selector of Service ${name} with the labels of the pods.`,
      change: commit && {
        sha: commit.sha,
        description: `commit ${commit.sha.slice(0, 8)} "${commit.subject}"`,
      },
    },
  };
}

/** The workload that the Service was probably meant for: of the same name, or sharing most pairs. */
function closest(snapshot: Snapshot, service: V1Service): Workload | undefined {
  const { name, namespace } = service.metadata ?? {};
  const pairs = Object.entries(service.spec?.selector ?? {});
  const scored = snapshot.index.workloads
    .filter(workload => workload.ref.namespace === namespace)
    .map(workload => {
      const labels = workload.template.metadata?.labels ?? {};
      const shared = pairs.filter(([key, value]) => labels[key] === value);
      const named =
        workload.ref.name === name || workload.serviceName === name ? 1 : 0;
      return { workload, score: named + shared.length / (pairs.length + 1) };
    })
    .filter(({ score }) => score >= 0.5)
    .sort((a, b) => b.score - a.score);
  return scored[0]?.workload;
}

function endpointCount(snapshot: Snapshot, service: V1Service): number {
  const { name, namespace } = service.metadata ?? {};
  return snapshot.index.facts.endpointSlices
    .filter(
      ({ metadata }) =>
        metadata?.namespace === namespace &&
        metadata?.labels?.['kubernetes.io/service-name'] === name,
    )
    .reduce((sum, slice) => sum + (slice.endpoints?.length ?? 0), 0);
}
