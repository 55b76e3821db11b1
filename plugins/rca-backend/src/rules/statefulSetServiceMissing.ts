import { V1StatefulSet } from '@kubernetes/client-node';
import { quoteWorkload } from './quote';
import { Rule } from './types';

/** A StatefulSet names a Service that gives its pods their names, and there is none. @internal */
export const statefulSetServiceMissing: Rule = {
  id: 'stateful-set-service-missing',
  evaluate: ({ index }) =>
    index.workloads.flatMap(workload => {
      const { kind, namespace, name } = workload.ref;
      const service = (workload.object as V1StatefulSet).spec?.serviceName;
      const missing =
        kind === 'StatefulSet' &&
        // Without a name the pods have none in DNS, which is allowed.
        !!service &&
        index.wasRead('services', namespace) &&
        !index.facts.services.some(
          ({ metadata }) =>
            metadata?.namespace === namespace && metadata.name === service,
        );
      return missing
        ? [
            {
              rule: statefulSetServiceMissing.id,
              title: `Service ${service}, which names the pods of StatefulSet ${name}, does not exist`,
              severity: 'info' as const,
              object: workload.ref,
              evidence: [
                quoteWorkload(workload, {
                  title: `StatefulSet ${name}: serviceName`,
                  excerpt: `spec.serviceName: ${service}`,
                }),
              ],
            },
          ]
        : [];
    }),
};
