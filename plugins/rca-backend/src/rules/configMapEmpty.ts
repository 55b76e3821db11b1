import { quoteObject } from './quote';
import { referencedConfigMaps } from './changesBefore';
import { Rule } from './types';

/** A ConfigMap that a workload takes its configuration from, and that has none. @internal */
export const configMapEmpty: Rule = {
  id: 'config-map-empty',
  evaluate: ({ index }) => {
    const empty = new Set(
      index.facts.configMaps
        .filter(({ keys }) => keys.length === 0)
        .map(({ namespace, name }) => `${namespace}/${name}`),
    );
    return empty.size === 0
      ? []
      : index.workloads.flatMap(workload => {
          const { namespace, name } = workload.ref;
          return referencedConfigMaps(workload)
            .filter(config => empty.has(`${namespace}/${config}`))
            .map(config => ({
              rule: configMapEmpty.id,
              title: `ConfigMap ${config}, which ${name} refers to, is empty`,
              severity: 'info' as const,
              object: workload.ref,
              evidence: [
                quoteObject(
                  index.ref('ConfigMap', { namespace, name: config }),
                  'api/v1/configmaps',
                  { title: `ConfigMap ${config} has no keys` },
                ),
              ],
            }));
        });
  },
};
