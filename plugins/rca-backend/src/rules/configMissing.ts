import { V1Pod } from '@kubernetes/client-node';
import { Workload } from '../engine/ClusterIndex';
import { containersOf, eventFirstInstant, isGone } from '../lib/kubernetes';
import { earliest, instantOf } from '../lib/time';
import { causeChange, changesBefore, describeCulprit } from './changesBefore';
import { firstLine, MAX_QUOTES, quoteEvent, quotePod, share } from './quote';
import { Rule, RuleEvidence, RuleFinding, Snapshot } from './types';

/**
 * `configmap "x" not found`, `couldn't find key K in ConfigMap ns/x`, and the same of secrets.
 * @internal
 */
export const MISSING_CONFIG =
  /(?:(configmap|secret)s? "([^"]+)" not found)|(?:couldn't find key (\S+) in (ConfigMap|Secret) \S*?\/?([^/\s]+)$)|(?:references non-existent (?:config|secret) key: (\S+))/i;

type Stuck = { pod: V1Pod; message: string; evidence: RuleEvidence };

/** A pod waits for a ConfigMap, a Secret, or a key of one, that is not there. @internal */
export const configMissing: Rule = {
  id: 'config-missing',
  evaluate(snapshot) {
    return snapshot.index.podOwners.flatMap(workload => {
      const pods = snapshot.index.podsOf(workload).filter(pod => !isGone(pod));
      const stuck = pods
        .map(pod => stuckPod(snapshot, pod))
        .filter(found => found !== undefined);
      return stuck.length
        ? [describe(snapshot, workload, pods.length, stuck)]
        : [];
    });
  },
};

function stuckPod(snapshot: Snapshot, pod: V1Pod): Stuck | undefined {
  const { index } = snapshot;
  for (const { name, status } of containersOf(pod)) {
    const { reason, message } = status.state?.waiting ?? {};
    if (
      reason === 'CreateContainerConfigError' &&
      MISSING_CONFIG.test(message ?? '')
    ) {
      return {
        pod,
        message: message ?? '',
        evidence: quotePod(index, pod, {
          title: `Container ${name} waits: ${reason}`,
          excerpt: message ?? '',
          at: instantOf(pod.metadata?.creationTimestamp),
        }),
      };
    }
  }
  const waits = containersOf(pod).some(
    ({ status }) => status.state?.waiting?.reason === 'ContainerCreating',
  );
  const event = index
    .eventsOf('Pod', pod.metadata)
    .filter(({ reason }) => reason === 'FailedMount')
    .findLast(({ message }) => MISSING_CONFIG.test(message ?? ''));
  return waits && event
    ? { pod, message: event.message ?? '', evidence: quoteEvent(index, event) }
    : undefined;
}

function describe(
  snapshot: Snapshot,
  workload: Workload,
  podCount: number,
  stuck: Stuck[],
): RuleFinding {
  const { index } = snapshot;
  const { name, namespace } = workload.ref;
  const what = describeMissing(stuck[0].message);
  const onset = earliest(
    ...stuck.map(({ pod }) => instantOf(pod.metadata?.creationTimestamp)),
    ...stuck
      .flatMap(({ pod }) => index.eventsOf('Pod', pod.metadata))
      .filter(event => event.type === 'Warning')
      .map(eventFirstInstant),
  );
  const changes = changesBefore(snapshot, workload, onset);
  return {
    rule: configMissing.id,
    title: `${what} is missing, so ${share(
      stuck.length,
      podCount,
    )} of ${name} cannot start`,
    severity: 'critical',
    object: workload.ref,
    onset,
    evidence: [
      ...stuck.slice(0, MAX_QUOTES).map(item => item.evidence),
      ...(index.wasRead('configMaps', namespace)
        ? [
            {
              source: 'kubernetes',
              title: `ConfigMaps in ${namespace}`,
              query: `/api/v1/namespaces/${namespace}/configmaps`,
              excerpt: index.facts.configMaps
                .filter(config => config.namespace === namespace)
                .map(config => `${config.name}: ${config.keys.join(', ')}`)
                .join('\n'),
            },
          ]
        : []),
      ...changes.evidence,
    ],
    cause: {
      category: 'missing-config',
      weight: 0.95,
      selfSufficient: true,
      statement: `${name} cannot start because ${what}, which it refers to, does not exist${describeCulprit(
        changes,
        undefined,
      )}.`,
      confirmBy: `Look whether ${what} was deleted or renamed.`,
      change: causeChange(changes, workload.ref),
    },
  };
}

function describeMissing(message: string): string {
  const match = MISSING_CONFIG.exec(message);
  if (match?.[2]) {
    return `${/secret/i.test(match[1]) ? 'Secret' : 'ConfigMap'} ${match[2]}`;
  }
  if (match?.[3]) {
    return `key ${match[3]} of ${match[4]} ${match[5]}`;
  }
  return match?.[6] ? `key ${match[6]}` : firstLine(message);
}
