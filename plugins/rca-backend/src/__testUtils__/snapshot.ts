import { InvestigationSubject } from '@internal/plugin-rca-node';
import { ChangeFacts } from '../collectors/changes';
import {
  emptyKubernetesFacts,
  KubernetesFacts,
} from '../collectors/kubernetes/KubernetesFacts';
import { LogFacts } from '../collectors/logs';
import { MetricFacts } from '../collectors/metrics';
import { ClusterIndex } from '../engine/ClusterIndex';
import { ServiceGraph } from '../engine/ServiceGraph';
import { Snapshot } from '../rules';
import { changes } from './measures';
import { FROM, NAMESPACE, TO } from './time';

export * from './measures';
export * from './objects';
export * from './time';

export const subjectOf = (
  name: string,
  dependencies: InvestigationSubject['dependencies'] = [],
): InvestigationSubject => ({
  entityRef: `component:default/${name}`,
  cluster: 'sandbox',
  namespace: NAMESPACE,
  labelSelector: `app.kubernetes.io/name=${name}`,
  serviceName: name,
  dependencies,
});

/** A dependency as the catalog has it; in the caller's own namespace unless told otherwise. */
export const dependency = (
  name: string,
  requiredBy: string,
  overrides: Partial<InvestigationSubject['dependencies'][number]> = {},
) => ({
  entityRef: `component:default/${name}`,
  serviceName: name,
  cluster: 'sandbox',
  namespace: NAMESPACE,
  requiredBy: `component:default/${requiredBy}`,
  ...overrides,
});

export function snapshotOf(options: {
  subject?: InvestigationSubject;
  kubernetes?: Array<Partial<KubernetesFacts>>;
  metrics?: Partial<MetricFacts>;
  logs?: Partial<LogFacts>;
  changes?: Partial<ChangeFacts>;
}): Snapshot {
  const subject = options.subject ?? subjectOf('cart');
  const facts: KubernetesFacts = {
    ...emptyKubernetesFacts,
    namespaces: [NAMESPACE],
  };
  for (const part of options.kubernetes ?? []) {
    for (const [key, value] of Object.entries(part)) {
      const known = facts[key as keyof KubernetesFacts];
      Object.assign(facts, {
        [key]: Array.isArray(value)
          ? [...((known as unknown[]) ?? []), ...value]
          : value,
      });
    }
  }
  const metrics = options.metrics && {
    services: [],
    callees: [],
    ...options.metrics,
  };
  const index = new ClusterIndex('sandbox', facts);
  return {
    subject,
    window: { from: new Date(FROM), to: new Date(TO) },
    index,
    graph: ServiceGraph.build({
      subject,
      scope: { namespaces: [NAMESPACE] },
      index,
      metrics,
    }),
    metrics,
    logs: options.logs && {
      volumes: [],
      templates: [],
      signals: [],
      mentions: [],
      truncated: false,
      ...options.logs,
    },
    changes: options.changes && changes(options.changes),
  };
}
