import { autoscalerAtMaximum } from './autoscalerAtMaximum';
import { configMissing } from './configMissing';
import { containerCrashLoop } from './containerCrashLoop';
import { containerOomKilled } from './containerOomKilled';
import { cpuSaturated } from './cpuSaturated';
import { deploymentUnavailable } from './deploymentUnavailable';
import { errorsRisen } from './errorsRisen';
import { foreignDependency } from './foreignDependency';
import { imagePullFailure } from './imagePullFailure';
import { latencyRisen } from './latencyRisen';
import { newErrorLines } from './newErrorLines';
import { nodeNotReady } from './nodeNotReady';
import { podUnschedulable } from './podUnschedulable';
import { probeFailing } from './probeFailing';
import { scaledToZero } from './scaledToZero';
import { serviceSelectsNothing } from './serviceSelectsNothing';
import { Rule } from './types';

/** All rules; their order is that of the findings in a report. @internal */
export const rules: readonly Rule[] = [
  imagePullFailure,
  configMissing,
  podUnschedulable,
  containerOomKilled,
  containerCrashLoop,
  probeFailing,
  nodeNotReady,
  scaledToZero,
  serviceSelectsNothing,
  deploymentUnavailable,
  cpuSaturated,
  errorsRisen,
  latencyRisen,
  foreignDependency,
  newErrorLines,
  autoscalerAtMaximum,
];

export type {
  CauseChange,
  Rule,
  RuleCause,
  RuleEvidence,
  RuleFinding,
  Snapshot,
} from './types';
