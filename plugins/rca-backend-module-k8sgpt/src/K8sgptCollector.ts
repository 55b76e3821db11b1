import { ClusterService } from '@internal/plugin-cluster-node';
import { Unchecked } from '@internal/plugin-rca-common';
import {
  CollectedEvidence,
  CollectorContext,
  RcaCollector,
} from '@internal/plugin-rca-node';
import { K8sgptAccess, K8sgptConfig } from './config';
import { toFindings } from './findings/toFindings';
import { K8sgptCommand } from './sources/K8sgptCommand';
import { K8sgptServer } from './sources/K8sgptServer';
import { K8sgptSource } from './sources/K8sgptSource';
import { SOURCE } from './sources/K8sgptResult';
import { ResultResources } from './sources/ResultResources';

/** Namespaces of one investigation that k8sgpt is asked about. */
const MAX_NAMESPACES = 8;

/** What k8sgpt found, for whoever reads it beside the findings. @internal */
export type K8sgptFacts = { results: number };

/** Asks k8sgpt about the namespaces of an investigation. @internal */
export class K8sgptCollector implements RcaCollector<K8sgptFacts> {
  readonly source = SOURCE;
  readonly deadlineMs: number;
  readonly #sources: ReadonlyMap<string, K8sgptSource>;

  static fromConfig(
    config: K8sgptConfig,
    options: { clusters: ClusterService },
  ): K8sgptCollector {
    return new K8sgptCollector({
      deadlineMs: config.deadlineMs,
      sources: new Map(
        [...config.clusters].map(([cluster, access]) => [
          cluster,
          createSource(access, { ...options, filters: config.filters }),
        ]),
      ),
    });
  }

  constructor(options: {
    sources: ReadonlyMap<string, K8sgptSource>;
    deadlineMs: number;
  }) {
    this.#sources = options.sources;
    this.deadlineMs = options.deadlineMs;
  }

  async collect(
    context: CollectorContext,
  ): Promise<CollectedEvidence<K8sgptFacts>> {
    const { subject, scope, signal } = context;
    const source = this.#sources.get(subject.cluster);
    if (!source) {
      return {
        evidence: [],
        facts: { results: 0 },
        unchecked: [],
        summary: `not configured for cluster ${subject.cluster}`,
      };
    }
    const namespaces = namespacesOf(context);
    const { results, unchecked } = await source.read({
      scope,
      namespaces,
      signal,
    });
    const found = toFindings(results, {
      cluster: subject.cluster,
      asTenant: source.asTenant,
    });
    const notLookedAt = [...unchecked, ...found.unchecked];
    return {
      evidence: found.evidence,
      findings: found.findings,
      facts: { results: found.evidence.length },
      unchecked: notLookedAt,
      summary: summarise(found.findings.length, namespaces, notLookedAt),
    };
  }
}

/** Nothing found is only good news where everything was looked at. */
function summarise(
  count: number,
  namespaces: readonly string[],
  notLookedAt: readonly Unchecked[],
): string {
  const where = namespaces.join(', ');
  if (count === 0 && notLookedAt.length > 0) {
    return `nothing found in ${where}, and not everything could be looked at`;
  }
  return `${count || 'no'} ${count > 1 ? 'problems' : 'problem'} in ${where}`;
}

function createSource(
  access: K8sgptAccess,
  options: { clusters: ClusterService; filters: readonly string[] },
): K8sgptSource {
  switch (access.type) {
    case 'results':
      return new ResultResources({ ...options, ...access });
    case 'command':
      return new K8sgptCommand({ ...options, ...access });
    default:
      return new K8sgptServer({ ...options, ...access });
  }
}

/** The subject's namespace first, then those of its dependencies that the caller may read. */
function namespacesOf({ subject, scope }: CollectorContext): string[] {
  const wanted = subject.dependencies
    .filter(({ cluster }) => cluster === subject.cluster)
    .map(({ namespace }) => namespace);
  return [...new Set([subject.namespace, ...wanted])]
    .filter(namespace => namespace !== undefined)
    .filter(namespace => scope.namespaces.includes(namespace))
    .slice(0, MAX_NAMESPACES);
}
