import { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import { Workload } from '../engine/ClusterIndex';
import {
  conditionOf,
  containersOf,
  eventFirstInstant,
  eventInstant,
  isGone,
} from '../lib/kubernetes';
import { earliest, instantOf, secondsBetween } from '../lib/time';
import {
  causeChange,
  changesBefore,
  describeChange,
  describeCulprit,
  fieldsOf,
} from './changesBefore';
import { firstLine, MAX_QUOTES, quoteEvent, quotePod, share } from './quote';
import { killedByLiveness, probeEvents } from './probes';
import { isNodeReady } from './nodes';
import { Rule, RuleFinding, Snapshot } from './types';

/** A pod that starts is not ready for a while, and that is fine. */
const GRACE_SECONDS = 75;

type Failing = {
  pod: V1Pod;
  since?: string;
  events: CoreV1Event[];
  kills: boolean;
};

/** A container runs, and yet its readiness or liveness probe fails. @internal */
export const probeFailing: Rule = {
  id: 'probe-failing',
  evaluate(snapshot) {
    return snapshot.index.podOwners.flatMap(workload => {
      const pods = snapshot.index.podsOf(workload).filter(pod => !isGone(pod));
      const failing = pods
        .map(pod => failureOf(snapshot, pod))
        .filter(found => found !== undefined);
      return failing.length
        ? [describe(snapshot, workload, pods.length, failing)]
        : [];
    });
  },
};

function failureOf(snapshot: Snapshot, pod: V1Pod): Failing | undefined {
  const { index, window } = snapshot;
  if (isNodeReady(index, pod) === false) {
    return undefined;
  }
  const containers = containersOf(pod).filter(({ init }) => !init);
  const kills = containers.some(({ name }) =>
    killedByLiveness(index, pod, name),
  );
  const running = containers.every(
    ({ status }) => status.state?.running !== undefined,
  );
  const unready = containers.some(({ status }) => !status.ready);
  const events = [
    ...probeEvents(index, pod, 'Liveness'),
    ...probeEvents(index, pod, 'Startup'),
    ...probeEvents(index, pod, 'Readiness'),
  ].filter(
    event => Date.parse(eventInstant(event) ?? '') >= window.from.getTime(),
  );
  const ready = conditionOf(pod.status?.conditions, 'Ready');
  const since =
    instantOf(ready?.lastTransitionTime) ?? instantOf(pod.status?.startTime);
  const lasting =
    (secondsBetween(window.to.toISOString(), since) ?? 0) >= GRACE_SECONDS;
  const notReady = running && unready && lasting && events.length > 0;
  return notReady || (kills && events.length > 0)
    ? { pod, since: notReady ? since : undefined, events, kills }
    : undefined;
}

function describe(
  snapshot: Snapshot,
  workload: Workload,
  podCount: number,
  failing: Failing[],
): RuleFinding {
  const { index } = snapshot;
  const { name } = workload.ref;
  const events = failing.flatMap(item => item.events.slice(-1));
  const onset = earliest(
    ...failing.map(item => item.since),
    ...events.map(eventFirstInstant),
  );
  const changes = changesBefore(snapshot, workload, onset);
  const probeChange = fieldsOf(changes, 'probe').at(-1);
  const kind = failing.some(item => item.kills) ? 'liveness' : 'readiness';
  const message = firstLine(events[0]?.message);
  return {
    rule: probeFailing.id,
    title: `The ${kind} probe fails in ${share(
      failing.length,
      podCount,
    )} of ${name}: ${message}`,
    severity: 'critical',
    object: workload.ref,
    onset,
    evidence: [
      ...failing.slice(0, MAX_QUOTES).map(({ pod, since }) =>
        quotePod(index, pod, {
          title: `Pod ${pod.metadata?.name} runs but is not ready`,
          excerpt: describeProbes(workload),
          at: since,
        }),
      ),
      ...events.slice(0, MAX_QUOTES).map(event => quoteEvent(index, event)),
      ...changes.evidence,
    ],
    cause: {
      category: 'probe-failure',
      weight: probeChange ? 0.95 : 0.82,
      // A probe that was changed fails by itself; one that was not may fail because of something else.
      selfSufficient: probeChange !== undefined,
      statement: `${name} runs, but its ${kind} probe fails (${message})${
        probeChange
          ? describeCulprit(changes, undefined)
          : describeCulprit(changes, fieldsOf(changes, 'image').at(-1))
      }, so it gets no traffic.${
        probeChange ? ` In that change ${describeChange(probeChange)}.` : ''
      }`,
      confirmBy: `Call the probe's path on a pod of ${name} by hand.`,
      change: causeChange(changes, workload.ref),
    },
  };
}

function describeProbes(workload: Workload): string {
  return (workload.template.spec?.containers ?? [])
    .flatMap(({ name, readinessProbe, livenessProbe }) => [
      ...(readinessProbe
        ? [`${name} readinessProbe ${JSON.stringify(readinessProbe)}`]
        : []),
      ...(livenessProbe
        ? [`${name} livenessProbe ${JSON.stringify(livenessProbe)}`]
        : []),
    ])
    .join('\n');
}
