import { Unchecked } from '@internal/plugin-rca-common';
import { NewEvidence, NewFinding } from '@internal/plugin-rca-node';
import { K8sgptResult, SOURCE } from '../sources/K8sgptResult';
import { rulesFor } from './conditions';

const MAX_TITLE_LENGTH = 240;
const MAX_EXCERPT_LENGTH = 4_000;

/** `Ingress uses the secret ns/x as a TLS certificate which does not exist`, and the like. */
const MISSING_UNREADABLE =
  /(?:secret|ingress class|storage class)\b.*which does not exist|non-existent ImagePullSecret/i;

/**
 * Results as evidence and findings, in an order that does not depend on k8sgpt's.
 *
 * @remarks
 * k8sgpt calls an object missing when it may not read it. Where it looked with a
 * tenant's token, what it says about Secrets and classes is no finding.
 *
 * Alone, k8sgpt's word is `info`: its results may be as old as its last run, and
 * it knows no grace for what has just begun. Where the portal's rules see the
 * same, their severity counts.
 *
 * @internal
 */
export function toFindings(
  results: readonly K8sgptResult[],
  options: { cluster: string; asTenant: boolean },
): { evidence: NewEvidence[]; findings: NewFinding[]; unchecked: Unchecked[] } {
  const { cluster, asTenant } = options;
  const evidence: NewEvidence[] = [];
  const findings: NewFinding[] = [];
  const unchecked: Unchecked[] = [];
  for (const result of unite(results)) {
    const { kind, namespace, name, parent } = result;
    const object = { cluster, namespace, kind, name };
    const told: string[] = [];
    for (const text of result.texts) {
      if (asTenant && MISSING_UNREADABLE.test(text)) {
        unchecked.push({
          source: SOURCE,
          reason: 'forbidden',
          message: `k8sgpt says: ${text} The tenant's token may not read it, so that nobody knows.`,
        });
      } else {
        told.push(text);
      }
    }
    if (told.length === 0) {
      continue;
    }
    evidence.push({
      source: SOURCE,
      title: `k8sgpt about ${kind} ${namespace}/${name}`,
      object,
      query: result.query,
      excerpt: told.join('\n').slice(0, MAX_EXCERPT_LENGTH),
    });
    for (const text of told) {
      findings.push({
        rule: `k8sgpt-${kind
          .replace(/([a-z])([A-Z])/g, '$1-$2')
          .toLowerCase()}`,
        title: `${kind} ${name}: ${text.split('\n')[0]}`.slice(
          0,
          MAX_TITLE_LENGTH,
        ),
        severity: 'info',
        object,
        ...(parent && { partOf: { cluster, namespace, ...parent } }),
        sameAs: rulesFor(kind, text),
        evidence: [evidence.length - 1],
      });
    }
  }
  return { evidence, findings, unchecked };
}

/** One result an object, by kind, namespace and name; in the order of those. */
function unite(results: readonly K8sgptResult[]): K8sgptResult[] {
  const united = new Map<string, K8sgptResult>();
  for (const result of results) {
    const key = `${result.namespace}/${result.kind}/${result.name}`;
    const known = united.get(key);
    const parent = known?.parent ?? result.parent;
    united.set(key, {
      ...(known ?? result),
      ...(parent && { parent }),
      texts: [...new Set([...(known?.texts ?? []), ...result.texts])].sort(),
    });
  }
  return [...united]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, result]) => result);
}
