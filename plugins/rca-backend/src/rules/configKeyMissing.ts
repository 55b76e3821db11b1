import { V1PodSpec } from '@kubernetes/client-node';
import { ConfigMapFacts } from '../collectors/kubernetes';
import { Workload } from '../engine/ClusterIndex';
import { containersOf, isGone } from '../lib/kubernetes';
import { quoteObject } from './quote';
import { Rule, RuleFinding, Snapshot } from './types';

type Reference = { config: string; key?: string; from: string };

/**
 * A workload refers to a ConfigMap, or a key of one, that is not there. Pods that
 * run do not notice before they start again; those that wait for it are told by
 * `config-missing`.
 * @internal
 */
export const configKeyMissing: Rule = {
  id: 'config-key-missing',
  evaluate: snapshot => {
    const configs = new Map(
      snapshot.index.facts.configMaps.map(config => [
        `${config.namespace}/${config.name}`,
        config,
      ]),
    );
    return snapshot.index.workloads.flatMap(workload => {
      const { namespace } = workload.ref;
      if (!snapshot.index.wasRead('configMaps', namespace)) {
        return [];
      }
      const waits = snapshot.index
        .podsOf(workload)
        .filter(pod => !isGone(pod))
        .flatMap(containersOf)
        .some(({ status }) => status.state?.waiting !== undefined);
      return waits ? [] : missing(snapshot, workload, configs);
    });
  },
};

function missing(
  snapshot: Snapshot,
  workload: Workload,
  configs: Map<string, ConfigMapFacts>,
): RuleFinding[] {
  const { index, changes } = snapshot;
  const { namespace, name } = workload.ref;
  const said = new Set<string>();
  return referencesOf(workload.template.spec).flatMap(reference => {
    const config = configs.get(`${namespace}/${reference.config}`);
    const what = missingPart(config, reference);
    if (!what || said.has(what)) {
      return [];
    }
    said.add(what);
    const change = changes?.configs.findLast(
      ({ object }) =>
        object.namespace === namespace && object.name === reference.config,
    );
    return [
      {
        rule: configKeyMissing.id,
        title: `${what}, which ${name} refers to (${reference.from}), does not exist: its pods cannot start again`,
        severity: 'info' as const,
        object: workload.ref,
        onset: change?.at,
        evidence: [
          quoteObject(
            index.ref('ConfigMap', { namespace, name: reference.config }),
            'api/v1/configmaps',
            {
              title: config
                ? `Keys of ConfigMap ${reference.config}`
                : `There is no ConfigMap ${reference.config}`,
              excerpt: config?.keys.join(', ') ?? '',
            },
          ),
          ...(change ? [{ source: 'changes', index: change.evidence }] : []),
        ],
      },
    ];
  });
}

function missingPart(
  config: ConfigMapFacts | undefined,
  { config: name, key }: Reference,
): string | undefined {
  if (!config) {
    return `ConfigMap ${name}`;
  }
  return key !== undefined && !config.keys.includes(key)
    ? `key ${key} of ConfigMap ${name}`
    : undefined;
}

/** References that a pod cannot start without. */
function referencesOf(spec: V1PodSpec | undefined): Reference[] {
  const volumes = (spec?.volumes ?? []).flatMap(
    ({ name, configMap, projected }) =>
      [configMap, ...(projected?.sources ?? []).map(source => source.configMap)]
        .filter(source => source !== undefined)
        .flatMap(source =>
          source.optional || !source.name
            ? []
            : (source.items?.map(({ key }) => key) ?? [undefined]).map(key => ({
                config: source.name!,
                key,
                from: `volume ${name}`,
              })),
        ),
  );
  const variables = [
    ...(spec?.initContainers ?? []),
    ...(spec?.containers ?? []),
  ].flatMap(container => [
    ...(container.envFrom ?? []).flatMap(({ configMapRef }) =>
      configMapRef?.name && !configMapRef.optional
        ? [{ config: configMapRef.name, from: `envFrom of ${container.name}` }]
        : [],
    ),
    ...(container.env ?? []).flatMap(({ name, valueFrom }) => {
      const reference = valueFrom?.configMapKeyRef;
      return reference?.name && !reference.optional
        ? [
            {
              config: reference.name,
              key: reference.key,
              from: `variable ${name}`,
            },
          ]
        : [];
    }),
  ]);
  return [...volumes, ...variables];
}
