import { sameObject } from '@internal/plugin-rca-common';
import { Workload } from '../engine/ClusterIndex';
import { earliest } from '../lib/time';
import { changesBefore, describeCulprit, fieldsOf } from './changesBefore';
import { citeMetric, metricSignal } from './metricSignals';
import { quoteWorkload } from './quote';
import { Rule, RuleFinding, Snapshot } from './types';

/** Nothing runs, on purpose or by mistake, although a Service points there. @internal */
export const scaledToZero: Rule = {
  id: 'scaled-to-zero',
  evaluate(snapshot) {
    return snapshot.index.workloads
      .filter(
        workload =>
          workload.desiredReplicas === 0 &&
          // Of a DaemonSet it means that no node is meant.
          workload.ref.kind !== 'DaemonSet' &&
          snapshot.index.servicesOf(workload).length > 0,
      )
      .flatMap(workload => describe(snapshot, workload));
  },
};

function describe(snapshot: Snapshot, workload: Workload): RuleFinding[] {
  const { changes, graph } = snapshot;
  const { name } = workload.ref;
  const replicas = metricSignal(snapshot, workload, 'replicas-desired');
  const scaling = changes?.scalings
    .filter(item => sameObject(item.object, workload.ref) && item.to === 0)
    .at(-1);
  const node = graph.nodeOfWorkload(workload);
  const missed = node
    ? graph.dependantsOf(node).filter(edge => edge.observed?.anomalous)
    : [];
  const before = scaling?.from ?? Math.round(replicas?.baseline ?? 0);
  const onset = earliest(
    scaling?.at,
    replicas?.shift?.onset,
    ...missed.map(edge => edge.observed?.onset),
  );
  // A workload that has long been off, and that nobody misses, is off on purpose.
  const recent = before > 0 || missed.length > 0;
  const preceding = changesBefore(snapshot, workload, onset);
  const field = fieldsOf(preceding, 'other').find(
    ({ path }) => path === 'replicas',
  );
  const services = snapshot.index
    .servicesOf(workload)
    .map(service => service.metadata?.name)
    .join(', ');
  return [
    {
      rule: scaledToZero.id,
      title: `${name} is scaled to zero${
        before ? ` (before: ${before})` : ''
      } while Service ${services} points to it`,
      severity: recent ? 'critical' : 'info',
      object: workload.ref,
      onset,
      evidence: [
        quoteWorkload(workload, {
          title: `${workload.ref.kind} ${name} wants 0 replicas`,
          excerpt: `spec.replicas: 0, selected by Service ${services}`,
          at: onset,
        }),
        ...(scaling ? [{ source: 'changes', index: scaling.evidence }] : []),
        ...preceding.evidence,
        ...citeMetric(replicas),
        ...missed.flatMap(({ observed }) =>
          citeMetric(observed?.errorRatio, observed?.latencyP95),
        ),
      ],
      cause: recent
        ? {
            category: 'scaled-to-zero',
            weight: 0.95,
            selfSufficient: true,
            statement: `Nothing of ${name} runs: it was scaled to zero${
              preceding.commit ? describeCulprit(preceding, field) : ''
            }, and what calls it fails.`,
            confirmBy: `Ask who set ${name} to zero replicas and why.`,
            change: {
              workload: workload.ref,
              replicas: before || undefined,
              sha: preceding.commit?.sha,
              description: `the scaling from ${before || 'some'} to 0`,
            },
          }
        : undefined,
    },
  ];
}
