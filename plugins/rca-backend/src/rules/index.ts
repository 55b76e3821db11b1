import { admissionWebhookFailing } from './admissionWebhookFailing';
import { autoscalerAtMaximum } from './autoscalerAtMaximum';
import { autoscalerCannotScale } from './autoscalerCannotScale';
import { certificateExpired } from './certificateExpired';
import { configKeyMissing } from './configKeyMissing';
import { configMapEmpty } from './configMapEmpty';
import { configMissing } from './configMissing';
import { containerCannotStart } from './containerCannotStart';
import { containerCrashLoop } from './containerCrashLoop';
import { containerOomKilled } from './containerOomKilled';
import { cpuSaturated } from './cpuSaturated';
import { cronJobProblem } from './cronJobProblem';
import { deploymentUnavailable } from './deploymentUnavailable';
import { disruptionBudgetBlocks } from './disruptionBudgetBlocks';
import { disruptionBudgetSelectsNothing } from './disruptionBudgetSelectsNothing';
import { dnsPolicy } from './dnsPolicy';
import { errorsRisen } from './errorsRisen';
import { foreignDependency } from './foreignDependency';
import { imageDigestChanged } from './imageDigestChanged';
import { imagePullFailure } from './imagePullFailure';
import { imagePullSecretMissing } from './imagePullSecretMissing';
import { imageWrongArchitecture } from './imageWrongArchitecture';
import { ingressBackendMissing } from './ingressBackendMissing';
import { ingressUnserved } from './ingressUnserved';
import { initContainerHanging } from './initContainerHanging';
import { jobFailed } from './jobFailed';
import { latencyRisen } from './latencyRisen';
import { limitRangeViolated } from './limitRangeViolated';
import { networkPolicyBlocks } from './networkPolicyBlocks';
import { networkPolicySelectsNothing } from './networkPolicySelectsNothing';
import { newErrorLines } from './newErrorLines';
import { nodeNotReady } from './nodeNotReady';
import { nodePressure } from './nodePressure';
import { podEvicted } from './podEvicted';
import { podSchedulingGated } from './podSchedulingGated';
import { podSecurityDenied } from './podSecurityDenied';
import { podSetupFailing } from './podSetupFailing';
import { podStuckTerminating } from './podStuckTerminating';
import { podUnschedulable } from './podUnschedulable';
import { probeCannotPass } from './probeCannotPass';
import { probeFailing } from './probeFailing';
import { quotaExceeded } from './quotaExceeded';
import { scaledToZero } from './scaledToZero';
import { serviceAccountMissing } from './serviceAccountMissing';
import { serviceEvents } from './serviceEvents';
import { serviceSelectsNothing } from './serviceSelectsNothing';
import { serviceTargetPort } from './serviceTargetPort';
import { serviceWithoutReadyEndpoints } from './serviceWithoutReadyEndpoints';
import { statefulSetServiceMissing } from './statefulSetServiceMissing';
import { volumeClaimUnbound } from './volumeClaimUnbound';
import { volumeNodeAffinity } from './volumeNodeAffinity';
import { Rule } from './types';

/** All rules; their order is that of the findings in a report. @internal */
export const rules: readonly Rule[] = [
  imagePullFailure,
  imagePullSecretMissing,
  imageWrongArchitecture,
  configMissing,
  podUnschedulable,
  podSchedulingGated,
  volumeNodeAffinity,
  volumeClaimUnbound,
  podSetupFailing,
  podEvicted,
  quotaExceeded,
  limitRangeViolated,
  podSecurityDenied,
  admissionWebhookFailing,
  serviceAccountMissing,
  containerOomKilled,
  containerCannotStart,
  containerCrashLoop,
  initContainerHanging,
  probeCannotPass,
  probeFailing,
  imageDigestChanged,
  nodeNotReady,
  nodePressure,
  scaledToZero,
  serviceSelectsNothing,
  serviceTargetPort,
  serviceWithoutReadyEndpoints,
  statefulSetServiceMissing,
  ingressBackendMissing,
  networkPolicyBlocks,
  dnsPolicy,
  certificateExpired,
  deploymentUnavailable,
  cpuSaturated,
  errorsRisen,
  latencyRisen,
  foreignDependency,
  newErrorLines,
  autoscalerAtMaximum,
  autoscalerCannotScale,
  disruptionBudgetBlocks,
  disruptionBudgetSelectsNothing,
  networkPolicySelectsNothing,
  podStuckTerminating,
  configKeyMissing,
  configMapEmpty,
  ingressUnserved,
  serviceEvents,
  jobFailed,
  cronJobProblem,
];

export type {
  CauseChange,
  Rule,
  RuleCause,
  RuleEvidence,
  RuleFinding,
  Snapshot,
} from './types';
