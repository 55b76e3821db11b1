import { V1Pod } from '@kubernetes/client-node';
import { Workload } from '../engine/ClusterIndex';
import { ContainerState, containersOf, isGone } from '../lib/kubernetes';
import { earliest, instantOf } from '../lib/time';
import {
  causeChange,
  changesBefore,
  describeCulprit,
  fieldsOf,
  PrecedingChanges,
} from './changesBefore';
import { firstLine, MAX_QUOTES, messageOf, quotePod, share } from './quote';
import { killedByLiveness } from './probes';
import { Rule, RuleCause, RuleEvidence, RuleFinding, Snapshot } from './types';

type Crash = {
  pod: V1Pod;
  container: ContainerState;
  exitCode: number;
  at?: string;
  lines: string[];
};

/** Texts by which applications say that they do not like their configuration. */
const CONFIG_COMPLAINT =
  /\b(?:invalid|missing|required|unknown|malformed|unparsable|cannot parse|failed to parse|not (?:a|an) (?:valid )?(?:integer|number|url|boolean|duration)|must be|not set|undefined variable|config(?:uration)?)\b/i;

/** That the configuration was read is no complaint about it. */
const REMARK = /\b(?:INFO|DEBUG|TRACE)\b/;

/** A container ends again and again by its own doing. @internal */
export const containerCrashLoop: Rule = {
  id: 'container-crash-loop',
  evaluate(snapshot) {
    return snapshot.index.podOwners.flatMap(workload => {
      const pods = snapshot.index.podsOf(workload).filter(pod => !isGone(pod));
      const crashes = pods.flatMap(pod => crashesOf(snapshot, pod));
      return crashes.length
        ? [describe(snapshot, workload, pods.length, crashes)]
        : [];
    });
  },
};

/**
 * Crashes that matter now: the container is down, or came up again only after
 * several attempts. Memory kills and failed probes have rules of their own.
 */
function crashesOf(snapshot: Snapshot, pod: V1Pod): Crash[] {
  return containersOf(pod).flatMap(container => {
    const { state, lastState, restartCount, ready } = container.status;
    const ended = state?.terminated ?? lastState?.terminated;
    const at = instantOf(ended?.finishedAt);
    if (
      !ended ||
      ended.exitCode === 0 ||
      ended.reason === 'OOMKilled' ||
      !at ||
      Date.parse(at) < snapshot.window.from.getTime() ||
      killedByLiveness(snapshot.index, pod, container.name)
    ) {
      return [];
    }
    const down = !ready && state?.running === undefined;
    if (!down && (ready || restartCount < 2)) {
      return [];
    }
    const { namespace, name } = pod.metadata ?? {};
    const lines =
      snapshot.index.facts.lastWords[`${namespace}/${name}/${container.name}`];
    return [
      { pod, container, exitCode: ended.exitCode, at, lines: lines ?? [] },
    ];
  });
}

function describe(
  snapshot: Snapshot,
  workload: Workload,
  podCount: number,
  crashes: Crash[],
): RuleFinding {
  const { index, graph, logs } = snapshot;
  const { name } = workload.ref;
  const node = graph.nodeOfWorkload(workload);
  const signals = (logs?.signals ?? []).filter(
    signal =>
      signal.service === node?.name && signal.namespace === node?.namespace,
  );
  const onset = earliest(
    ...crashes.map(crash => crash.at),
    ...crashes
      .map(({ pod }) => instantOf(pod.metadata?.creationTimestamp))
      .filter(
        created =>
          created && Date.parse(created) >= snapshot.window.from.getTime(),
      ),
  );
  const changes = changesBefore(snapshot, workload, onset);
  const worst =
    crashes.find(crash =>
      crash.lines.some(line => CONFIG_COMPLAINT.test(line)),
    ) ??
    crashes.find(crash => crash.lines.length) ??
    crashes[0];
  const pods = new Set(crashes.map(crash => crash.pod)).size;
  const evidence: RuleEvidence[] = [
    ...crashes.slice(0, MAX_QUOTES).map(crash =>
      quotePod(index, crash.pod, {
        title: `Container ${crash.container.name} ended with exit code ${crash.exitCode}, ${crash.container.status.restartCount} restarts`,
        excerpt:
          crash.container.status.state?.waiting?.message ?? 'not running',
        at: crash.at,
      }),
    ),
    ...(worst.lines.length
      ? [
          quotePod(index, worst.pod, {
            title: `Last lines of container ${worst.container.name}`,
            excerpt: worst.lines.join('\n'),
            at: worst.at,
          }),
        ]
      : []),
    ...signals.map(({ evidence: at }) => ({ source: 'logs', index: at })),
    ...changes.evidence,
  ];
  const complaint =
    worst.lines.findLast(
      line => CONFIG_COMPLAINT.test(line) && !REMARK.test(line),
    ) ??
    signals.find(
      ({ kind }) => kind === 'invalid-config' || kind === 'missing-key',
    )?.text;
  return {
    rule: containerCrashLoop.id,
    title: `Container ${
      worst.container.name
    } of ${name} keeps ending with exit code ${worst.exitCode} in ${share(
      pods,
      podCount,
    )}`,
    severity: 'critical',
    object: workload.ref,
    onset,
    evidence,
    cause: {
      ...explain({ name, changes, complaint, last: worst.lines.at(-1) }),
      change: causeChange(changes, workload.ref),
    },
  };
}

function explain(options: {
  name: string;
  changes: PrecedingChanges;
  complaint: string | undefined;
  last: string | undefined;
}): RuleCause {
  const { name, changes, complaint, last } = options;
  const configField = fieldsOf(
    changes,
    'env',
    'config-reference',
    'command',
  ).find(field => !field.path.startsWith('annotations['));
  const image = fieldsOf(changes, 'image').at(-1);
  const configChanged =
    configField !== undefined ||
    changes.config !== undefined ||
    fieldsOf(changes, 'config-reference').length > 0;
  const says = complaint ?? last;
  const quote = says ? ` It says: "${firstLine(messageOf(says))}".` : '';
  if (complaint || (configChanged && !image)) {
    return {
      category: 'bad-config',
      weight: complaint && configChanged ? 0.96 : 0.85,
      selfSufficient: true,
      statement: `${name} stops at start because of its configuration${describeCulprit(
        changes,
        configField,
      )}.${quote}`,
      confirmBy: `Start ${name} with the previous configuration.`,
    };
  }
  if (image) {
    return {
      category: 'code-regression',
      weight: 0.85,
      selfSufficient: true,
      statement: `${name} keeps crashing${describeCulprit(
        changes,
        image,
      )}.${quote}`,
      confirmBy: `Start ${name} with image ${
        image.before ?? 'of the previous revision'
      }.`,
    };
  }
  return {
    category: 'other',
    weight: 0.6,
    selfSufficient: false,
    statement: `${name} keeps crashing${describeCulprit(
      changes,
      undefined,
    )}.${quote}`,
    confirmBy: `Read the last lines of ${name} before it ends.`,
  };
}
