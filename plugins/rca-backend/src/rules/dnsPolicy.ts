import { describeCulprit } from './changesBefore';
import { changesBefore, causeChange } from './changesBefore';
import { quoteWorkload } from './quote';
import { Rule } from './types';

/**
 * Pods that do not ask the cluster's DNS, and log that names cannot be resolved.
 * The setting alone is somebody's choice.
 * @internal
 */
export const dnsPolicy: Rule = {
  id: 'dns-policy',
  evaluate: snapshot =>
    snapshot.index.workloads.flatMap(workload => {
      const problem = problemOf(workload.template.spec);
      const node = snapshot.graph.nodeOfWorkload(workload);
      const signals = (snapshot.logs?.signals ?? []).filter(
        ({ kind, service, namespace, significant }) =>
          kind === 'dns-failure' &&
          service === node?.name &&
          namespace === node?.namespace &&
          significant,
      );
      if (!problem || signals.length === 0) {
        return [];
      }
      const onset = signals.map(({ firstSeen }) => firstSeen).sort()[0];
      const changes = changesBefore(snapshot, workload, onset);
      const { name } = workload.ref;
      return [
        {
          rule: dnsPolicy.id,
          title: `${name} cannot resolve names of the cluster: ${problem}`,
          severity: 'critical' as const,
          object: workload.ref,
          onset,
          evidence: [
            quoteWorkload(workload, {
              title: `DNS settings of ${name}`,
              excerpt: JSON.stringify({
                dnsPolicy: workload.template.spec?.dnsPolicy,
                dnsConfig: workload.template.spec?.dnsConfig,
                hostNetwork: workload.template.spec?.hostNetwork,
              }),
            }),
            ...signals.map(({ evidence }) => ({
              source: 'logs',
              index: evidence,
            })),
            ...changes.evidence,
          ],
          cause: {
            category: 'dns-policy' as const,
            weight: 0.94,
            selfSufficient: true,
            statement: `${name} does not find the services that it calls, because ${problem}${describeCulprit(
              changes,
              undefined,
            )}.`,
            confirmBy: `Set dnsPolicy of ${name} to ClusterFirst.`,
            change: causeChange(changes, workload.ref),
          },
        },
      ];
    }),
};

type PodSpec = {
  dnsPolicy?: string;
  hostNetwork?: boolean;
  dnsConfig?: { nameservers?: string[] };
};

function problemOf(spec: PodSpec | undefined): string | undefined {
  const policy = spec?.dnsPolicy ?? 'ClusterFirst';
  if (policy === 'Default') {
    return "its dnsPolicy is Default, which asks the node's DNS";
  }
  if (policy === 'None') {
    const servers = spec?.dnsConfig?.nameservers ?? [];
    return `its dnsPolicy is None, with ${
      servers.length
        ? `the name servers ${servers.join(', ')}`
        : 'no name server'
    }`;
  }
  return spec?.hostNetwork && policy === 'ClusterFirst'
    ? "it runs in the node's network, where ClusterFirst asks the node's DNS"
    : undefined;
}
