import { ObjectRef, sameObject } from '@internal/plugin-rca-common';
import {
  CommitChange,
  ConfigChange,
  FieldChange,
  FieldKind,
  RolloutChange,
} from '../collectors/changes';
import { Workload } from '../engine/ClusterIndex';
import { CollectedRef } from '../engine/EvidenceBook';
import { CauseChange, Snapshot } from './types';

/** A change this long before something went wrong still counts as what did it. */
const RELEVANT_MS = 30 * 60 * 1_000;
/** Clocks and scrapes differ: a change may seem to come this much after its effect. */
const TOLERANCE_MS = 90 * 1_000;
/** Configuration may lie around until something restarts. */
const RELEVANT_CONFIG_MS = 60 * 60 * 1_000;

/** Changes of one workload that precede an instant. @internal */
export type PrecedingChanges = {
  rollout?: RolloutChange;
  commit?: CommitChange;
  config?: ConfigChange;
  evidence: CollectedRef[];
  /** Fields of the rollout and the commit. */
  fields: FieldChange[];
};

/**
 * The newest rollout, commit and configuration change of a workload shortly
 * before an instant (the end of the window when it is not known).
 * @internal
 */
export function changesBefore(
  snapshot: Snapshot,
  workload: Workload,
  instant: string | undefined,
): PrecedingChanges {
  const { changes } = snapshot;
  const at = instant ? Date.parse(instant) : snapshot.window.to.getTime();
  const oldest = instant
    ? at - RELEVANT_MS
    : snapshot.window.from.getTime() - RELEVANT_MS;
  const within = (change: { at: string }, from = oldest) =>
    Date.parse(change.at) >= from && Date.parse(change.at) <= at + TOLERANCE_MS;

  const rollout = changes?.rollouts
    .filter(item => sameObject(item.object, workload.ref) && within(item))
    .at(-1);
  const commit = changes?.commits
    .filter(
      item =>
        item.namespace === workload.ref.namespace &&
        item.services.some(
          service =>
            service === workload.ref.name || service === workload.serviceName,
        ) &&
        within(item),
    )
    .at(-1);
  const referenced = referencedConfigMaps(workload);
  const config = changes?.configs
    .filter(
      item =>
        item.object.namespace === workload.ref.namespace &&
        referenced.includes(item.object.name) &&
        within(item, at - RELEVANT_CONFIG_MS),
    )
    .at(-1);
  const found = [rollout, commit, config].filter(item => item !== undefined);
  return {
    rollout,
    commit,
    config,
    evidence: found.map(item => ({
      source: 'changes',
      index: item.evidence,
    })),
    fields: [...(commit?.fields ?? []), ...(rollout?.fields ?? [])],
  };
}

/** Names of the ConfigMaps that a workload's template refers to. @internal */
export function referencedConfigMaps(workload: Workload): string[] {
  const spec = workload.template.spec;
  const containers = [
    ...(spec?.initContainers ?? []),
    ...(spec?.containers ?? []),
  ];
  const names = [
    ...(spec?.volumes ?? []).flatMap(volume => [
      volume.configMap?.name,
      ...(volume.projected?.sources ?? []).map(s => s.configMap?.name),
    ]),
    ...containers.flatMap(container => [
      ...(container.envFrom ?? []).map(from => from.configMapRef?.name),
      ...(container.env ?? []).map(
        variable => variable.valueFrom?.configMapKeyRef?.name,
      ),
    ]),
  ];
  return [...new Set(names.filter(name => name !== undefined))].sort();
}

/** Fields of the given kinds. @internal */
export function fieldsOf(
  changes: PrecedingChanges,
  ...kinds: FieldKind[]
): FieldChange[] {
  return changes.fields.filter(field => kinds.includes(field.kind));
}

/** `image changed from "a" to "b"`; empty without fields. @internal */
export function describeChange(field: FieldChange | undefined): string {
  if (!field) {
    return '';
  }
  const name = shortPath(field.path);
  if (field.before === undefined) {
    return `${name} was set to "${field.after}"`;
  }
  return field.after === undefined
    ? `${name} was removed`
    : `${name} changed from "${field.before}" to "${field.after}"`;
}

/** What a rollback or revert needs to know. @internal */
export function causeChange(
  changes: PrecedingChanges,
  workload: ObjectRef,
): CauseChange | undefined {
  const { rollout, commit } = changes;
  if (!rollout && !commit) {
    return undefined;
  }
  return {
    workload,
    revision: rollout?.revision,
    previousRevision: rollout?.previousRevision,
    sha: commit?.sha,
    inConfig: commit?.files.some(file => /configmap|secret/i.test(file)),
    description: commit
      ? `commit ${commit.sha.slice(0, 8)} "${commit.subject}"`
      : `rollout of revision ${rollout?.revision}`,
  };
}

/** `, after the rollout of revision 4 (image changed from …)`, for the end of a statement. @internal */
export function describeCulprit(
  changes: PrecedingChanges,
  field: FieldChange | undefined,
): string {
  const detail = field ? ` (${describeChange(field)})` : '';
  if (changes.rollout) {
    return ` after the rollout of revision ${changes.rollout.revision}${detail}`;
  }
  if (changes.commit) {
    return ` after commit ${changes.commit.sha.slice(0, 8)} "${
      changes.commit.subject
    }"${detail}`;
  }
  return changes.config
    ? ` after ConfigMap ${changes.config.object.name} changed`
    : '';
}

function shortPath(path: string): string {
  return path
    .replace(/^(?:initContainers|containers)\[[^\]]*\]\./, '')
    .replace(/^env\[([^\]]*)\]$/, '$1');
}
