import { V1Ingress, V1IngressBackend } from '@kubernetes/client-node';
import { quoteObject } from './quote';
import { Rule, RuleFinding, Snapshot } from './types';

/**
 * An Ingress that sends to a Service, or to a port of one, that is not there.
 * Classes and certificates cannot be read here and are nobody's guess.
 * @internal
 */
export const ingressBackendMissing: Rule = {
  id: 'ingress-backend-missing',
  evaluate: snapshot =>
    snapshot.index.facts.ingresses.flatMap(ingress => {
      const namespace = ingress.metadata?.namespace ?? '';
      if (!snapshot.index.wasRead('services', namespace)) {
        return [];
      }
      const seen = new Set<string>();
      return backendsOf(ingress).flatMap(({ backend, path }) => {
        const problem = problemOf(snapshot, namespace, backend);
        if (!problem || seen.has(problem)) {
          return [];
        }
        seen.add(problem);
        return [describe(snapshot, ingress, backend, { problem, path })];
      });
    }),
};

function backendsOf({
  spec,
}: V1Ingress): Array<{ backend: V1IngressBackend; path: string }> {
  return [
    ...(spec?.defaultBackend
      ? [{ backend: spec.defaultBackend, path: 'everything else' }]
      : []),
    ...(spec?.rules ?? []).flatMap(rule =>
      (rule.http?.paths ?? []).map(({ backend, path }) => ({
        backend,
        path: `${rule.host ?? ''}${path ?? '/'}`,
      })),
    ),
  ];
}

function problemOf(
  { index }: Snapshot,
  namespace: string,
  { service }: V1IngressBackend,
): string | undefined {
  // A backend may be a resource of another kind.
  if (!service) {
    return undefined;
  }
  const found = index.facts.services.find(
    ({ metadata }) =>
      metadata?.namespace === namespace && metadata.name === service.name,
  );
  if (!found) {
    return `Service ${service.name}, which does not exist`;
  }
  const { name, number } = service.port ?? {};
  const ports = found.spec?.ports ?? [];
  const fits =
    found.spec?.type === 'ExternalName' ||
    (name === undefined && number === undefined) ||
    ports.some(port =>
      name === undefined ? port.port === number : port.name === name,
    );
  return fits
    ? undefined
    : `port ${name ?? number} of Service ${service.name}, which has ${ports
        .map(port => (port.name ? `${port.port} (${port.name})` : port.port))
        .join(', ')}`;
}

function describe(
  { index, graph }: Snapshot,
  ingress: V1Ingress,
  { service }: V1IngressBackend,
  { problem, path }: { problem: string; path: string },
): RuleFinding {
  const { name, namespace = '' } = ingress.metadata ?? {};
  const object = index.ref('Ingress', ingress.metadata);
  const node = graph.find(namespace, service?.name ?? '');
  return {
    rule: ingressBackendMissing.id,
    title: `Ingress ${name} sends ${path} to ${problem}`,
    severity: 'critical',
    object,
    affects: node?.workload && [node.workload.ref],
    evidence: [
      quoteObject(object, 'apis/networking.k8s.io/v1/ingresses', {
        title: `Backends of Ingress ${name}`,
        excerpt: JSON.stringify(backendsOf(ingress)),
      }),
    ],
    cause: {
      category: 'service-selector',
      weight: 0.92,
      selfSufficient: true,
      statement: `Requests for ${path} cannot be served: Ingress ${name} sends them to ${problem}.`,
      wrongField: {
        path: 'spec.rules[].http.paths[].backend',
        label: 'backend',
      },
      confirmBy: `Compare the backends of Ingress ${name} with the Services of ${namespace}.`,
    },
  };
}
