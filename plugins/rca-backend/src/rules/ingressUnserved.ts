import { instantOf, secondsBetween } from '../lib/time';
import { quoteObject } from './quote';
import { Rule } from './types';

/** Controllers of clouds take minutes to make an address. */
const PATIENCE_SECONDS = 10 * 60;
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

/**
 * An Ingress that no controller has taken: it has no address long after it was
 * made. Classes cannot be read here, so whether the one it names exists, or there
 * is a default, is told by what came of it. Some controllers publish no address,
 * which is why it is a hint and no fault.
 * @internal
 */
export const ingressUnserved: Rule = {
  id: 'ingress-unserved',
  evaluate: ({ index, window }) =>
    index.facts.ingresses.flatMap(({ metadata, spec, status }) => {
      const addresses = status?.loadBalancer?.ingress ?? [];
      const age = secondsBetween(
        window.to.toISOString(),
        instantOf(metadata?.creationTimestamp),
      );
      if (addresses.length > 0 || (age ?? 0) < PATIENCE_SECONDS) {
        return [];
      }
      const name =
        spec?.ingressClassName ?? metadata?.annotations?.[CLASS_ANNOTATION];
      const object = index.ref('Ingress', metadata);
      return [
        {
          rule: ingressUnserved.id,
          title: `Ingress ${metadata?.name} has no address: ${
            name
              ? `perhaps no controller serves its class ${name}`
              : 'it names no class, and perhaps there is no default'
          }`,
          severity: 'info' as const,
          object,
          evidence: [
            quoteObject(object, 'apis/networking.k8s.io/v1/ingresses', {
              title: `Ingress ${metadata?.name}: class and address`,
              excerpt: JSON.stringify({
                ingressClassName: spec?.ingressClassName,
                status: status?.loadBalancer ?? {},
              }),
            }),
          ],
        },
      ];
    }),
};
