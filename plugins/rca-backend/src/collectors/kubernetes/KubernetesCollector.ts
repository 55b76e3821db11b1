import { ClusterService } from '@internal/plugin-cluster-node';
import {
  CollectedEvidence,
  CollectorContext,
  RcaCollector,
} from '@internal/plugin-rca-node';
import { plural } from '../../rules/quote';
import { containersOf, isReady } from '../../lib/kubernetes';
import { KubernetesFacts } from './KubernetesFacts';
import { readKubernetes } from './readKubernetes';

/**
 * What runs and what the API server says about it. The reading itself is no
 * evidence: rules quote from it what supports their findings.
 * @internal
 */
export class KubernetesCollector implements RcaCollector<KubernetesFacts> {
  readonly source = 'kubernetes';
  readonly #clusters: ClusterService;

  constructor(options: { clusters: ClusterService }) {
    this.#clusters = options.clusters;
  }

  async collect(
    context: CollectorContext,
  ): Promise<CollectedEvidence<KubernetesFacts>> {
    const { facts, unchecked } = await readKubernetes(this.#clusters, context);
    return { evidence: [], facts, unchecked, summary: summarise(facts) };
  }
}

function summarise(facts: KubernetesFacts): string {
  const unready = facts.pods.filter(pod => !isReady(pod)).length;
  const restarts = facts.pods
    .flatMap(containersOf)
    .reduce((sum, { status }) => sum + status.restartCount, 0);
  return [
    `${facts.pods.length} pods of ${
      facts.deployments.length +
      facts.statefulSets.length +
      facts.daemonSets.length
    } workloads in ${facts.namespaces.join(', ')}`,
    unready ? `${unready} not ready` : 'all ready',
    ...(restarts ? [plural(restarts, 'restart')] : []),
    `${facts.events.length} events`,
  ].join(', ');
}
