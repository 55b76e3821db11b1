import type { KubeObject } from '../../types';

export type Condition = {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  [field: string]: unknown;
};

/** The condition of a type, as the object carries it. */
export function conditionOf(
  object: KubeObject,
  type: string,
): Condition | undefined {
  return object.status?.conditions?.find(
    (condition: Condition) => condition.type === type,
  );
}

/** Sets a pod's condition; the transition time moves only when the status does. */
export function setCondition(
  draft: KubeObject,
  condition: Condition,
  stamp: string,
): void {
  draft.status ??= {};
  const conditions: Condition[] = (draft.status.conditions ??= []);
  const index = conditions.findIndex(
    existing => existing.type === condition.type,
  );
  const existing = conditions[index];
  const next: Condition = {
    type: condition.type,
    observedGeneration: draft.metadata.generation ?? 1,
    status: condition.status,
    lastProbeTime: null,
    lastTransitionTime:
      existing?.status === condition.status
        ? existing.lastTransitionTime
        : stamp,
    ...(condition.reason ? { reason: condition.reason } : {}),
    ...(condition.message ? { message: condition.message } : {}),
  };
  if (index < 0) {
    conditions.push(next);
  } else {
    conditions[index] = next;
  }
}

/** Whether the pod counts as ready for traffic. */
export function isPodReady(pod: KubeObject): boolean {
  return (
    conditionOf(pod, 'Ready')?.status === 'True' &&
    !pod.metadata.deletionTimestamp
  );
}
