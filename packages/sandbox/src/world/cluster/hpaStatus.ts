import type { KubeObject } from '../../types';
import { type Condition, conditionOf } from './conditions';

/** Utilization that differs by less, in percentage points, is not worth a write. */
const NOTEWORTHY_CHANGE = 4;

/** What the autoscaler saw and decided. */
export type HpaObservation = {
  current: number;
  desired: number;
  /** CPU over requests, in percent. */
  utilization?: number;
  rescaled?: boolean;
  /** It wished for more than its maximum. */
  limited?: boolean;
  /** Its target was scaled to zero by hand. */
  disabled?: boolean;
};

/** The status of a HorizontalPodAutoscaler as its controller writes it. */
export function hpaStatus(
  hpa: KubeObject,
  seen: HpaObservation,
  stamp: string,
): KubeObject['status'] {
  const utilization = steadyUtilization(hpa, seen.utilization);
  const lastScaleTime = seen.rescaled ? stamp : hpa.status?.lastScaleTime;
  const current = { averageUtilization: utilization };
  return {
    observedGeneration: 1,
    ...(lastScaleTime ? { lastScaleTime } : {}),
    currentReplicas: seen.current,
    desiredReplicas: seen.desired,
    currentMetrics:
      utilization === undefined
        ? [{ type: '' }]
        : [{ type: 'Resource', resource: { name: 'cpu', current } }],
    conditions: conditionsOf(seen).map(condition => {
      const before = conditionOf(hpa, condition.type);
      const same = before?.status === condition.status;
      return {
        ...condition,
        lastTransitionTime: same ? before?.lastTransitionTime : stamp,
      };
    }),
  };
}

function conditionsOf({ disabled, limited }: HpaObservation): Condition[] {
  return [
    {
      type: 'AbleToScale',
      status: 'True',
      reason: 'ReadyForNewScale',
      message: 'recommended size matches current size',
    },
    disabled
      ? {
          type: 'ScalingActive',
          status: 'False',
          reason: 'ScalingDisabled',
          message:
            'scaling is disabled since the replica count of the target is zero',
        }
      : {
          type: 'ScalingActive',
          status: 'True',
          reason: 'ValidMetricFound',
          message:
            'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
        },
    limited
      ? {
          type: 'ScalingLimited',
          status: 'True',
          reason: 'TooManyReplicas',
          message:
            'the desired replica count is more than the maximum replica count',
        }
      : {
          type: 'ScalingLimited',
          status: 'False',
          reason: 'DesiredWithinRange',
          message: 'the desired count is within the acceptable range',
        },
  ];
}

function steadyUtilization(
  hpa: KubeObject,
  seen: number | undefined,
): number | undefined {
  const before: number | undefined =
    hpa.status?.currentMetrics?.[0]?.resource?.current?.averageUtilization;
  return before !== undefined &&
    seen !== undefined &&
    Math.abs(before - seen) < NOTEWORTHY_CHANGE
    ? before
    : seen;
}
