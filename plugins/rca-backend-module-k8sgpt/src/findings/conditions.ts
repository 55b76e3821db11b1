/**
 * Which rules of the portal say what k8sgpt says with a text. The first entry
 * that fits counts. Kinds that are not here are told as k8sgpt's own.
 */
const conditions: Array<{ kind: RegExp; text?: RegExp; rules: string[] }> = [
  {
    kind: /^Pod$/,
    text: /scheduling ?gate/i,
    rules: ['pod-scheduling-gated'],
  },
  {
    kind: /^Pod$/,
    text: /nodes are available|unschedulable|preemption/i,
    rules: ['pod-unschedulable', 'volume-node-affinity'],
  },
  {
    kind: /^Pod$/,
    text: /evicted|low on resource/i,
    rules: ['pod-evicted'],
  },
  {
    kind: /^Pod$/,
    text: /(?:configmap|secret)s? "[^"]+" not found|couldn't find key/i,
    rules: ['config-missing'],
  },
  {
    kind: /^Pod$/,
    text: /MountVolume|AttachVolume|unable to attach|sandbox/i,
    rules: ['pod-setup-failing', 'config-missing'],
  },
  {
    kind: /^Pod$/,
    text: /\bpull|image|manifest unknown|invalid reference format/i,
    rules: [
      'image-pull-secret-missing',
      'image-wrong-architecture',
      'image-pull-failure',
    ],
  },
  {
    kind: /^Pod$/,
    text: /probe (?:failed|errored)/i,
    rules: ['probe-cannot-pass', 'probe-failing'],
  },
  {
    kind: /^Pod$/,
    text: /OOMKilled/,
    rules: ['container-oom-killed'],
  },
  {
    kind: /^Pod$/,
    text: /termination reason is|back-off|exec format|exec:|no such file/i,
    rules: [
      'container-oom-killed',
      'image-wrong-architecture',
      'container-cannot-start',
      'container-crash-loop',
      'probe-failing',
    ],
  },
  {
    kind: /^ReplicaSet$/,
    rules: [
      'quota-exceeded',
      'limit-range-violated',
      'pod-security-denied',
      'admission-webhook-failing',
      'service-account-missing',
      'deployment-unavailable',
    ],
  },
  {
    kind: /^StatefulSet$/,
    text: /uses the service/i,
    rules: ['stateful-set-service-missing'],
  },
  {
    kind: /^(?:Deployment|StatefulSet|DaemonSet)$/,
    rules: ['deployment-unavailable', 'scaled-to-zero'],
  },
  {
    kind: /^Service$/,
    text: /has no endpoints|has not ready endpoints/i,
    rules: [
      'service-selects-nothing',
      'service-without-ready-endpoints',
      'scaled-to-zero',
    ],
  },
  { kind: /^Service$/, text: /has event/i, rules: ['service-events'] },
  {
    kind: /^Ingress$/,
    text: /uses the service/i,
    rules: ['ingress-backend-missing'],
  },
  {
    kind: /^Ingress$/,
    text: /ingress class/i,
    rules: ['ingress-unserved'],
  },
  { kind: /^Ingress$/, rules: ['service-events'] },
  {
    kind: /^(?:PersistentVolumeClaim|Storage)$/,
    rules: ['volume-claim-unbound'],
  },
  { kind: /^Job$/, rules: ['job-failed'] },
  { kind: /^CronJob$/, rules: ['cron-job-problem'] },
  {
    kind: /^ConfigMap$/,
    text: /is empty/i,
    rules: ['config-map-empty'],
  },
  {
    kind: /^HorizontalPodAutoscaler$/i,
    rules: ['autoscaler-at-maximum', 'autoscaler-cannot-scale'],
  },
  {
    kind: /^PodDisruptionBudget$/,
    rules: ['disruption-budget-blocks', 'disruption-budget-selects-nothing'],
  },
  {
    kind: /^NetworkPolicy$/,
    rules: ['network-policy-selects-nothing', 'network-policy-blocks'],
  },
];

/** Ids of the portal's rules that say the same as k8sgpt with this text. @internal */
export function rulesFor(kind: string, text: string): string[] {
  return (
    conditions.find(
      item => item.kind.test(kind) && (!item.text || item.text.test(text)),
    )?.rules ?? []
  );
}

/** All ids that {@link rulesFor} may answer with, for the test that compares them with the rules there are. @internal */
export const namedRules = [
  ...new Set(conditions.flatMap(({ rules }) => rules)),
];
