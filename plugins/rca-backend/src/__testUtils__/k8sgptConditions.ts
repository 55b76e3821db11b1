/**
 * What k8sgpt's analyzers for plain Kubernetes flag (version 0.4.36), and which
 * of our rules see it; or why none does. `docs/rules.md` is made of it.
 */
export type K8sgptCondition = {
  analyzer: string;
  flags: string;
  /** Opt-in at k8sgpt. */
  optional?: boolean;
} & ({ rules: string[]; note?: string } | { notSeen: string });

const REFUSALS = [
  'quota-exceeded',
  'limit-range-violated',
  'pod-security-denied',
  'admission-webhook-failing',
  'service-account-missing',
];

export const k8sgptConditions: K8sgptCondition[] = [
  {
    analyzer: 'Pod',
    flags: 'pending, unschedulable',
    rules: ['pod-unschedulable', 'volume-node-affinity'],
  },
  {
    analyzer: 'Pod',
    flags: 'pending, behind a scheduling gate',
    rules: ['pod-scheduling-gated'],
  },
  { analyzer: 'Pod', flags: 'evicted', rules: ['pod-evicted'] },
  {
    analyzer: 'Pod',
    flags: 'sandbox or volumes cannot be set up',
    rules: ['pod-setup-failing', 'config-missing'],
    note: 'any recent event of the pod counts, not only its latest',
  },
  {
    analyzer: 'Pod',
    flags: 'crash loop',
    rules: ['container-crash-loop', 'container-oom-killed', 'probe-failing'],
  },
  {
    analyzer: 'Pod',
    flags: 'container waits: image, configuration, command, hook',
    rules: [
      'image-pull-failure',
      'image-pull-secret-missing',
      'image-wrong-architecture',
      'config-missing',
      'container-cannot-start',
    ],
  },
  {
    analyzer: 'Pod',
    flags: 'container ended with an exit code other than 0',
    rules: ['container-crash-loop', 'container-oom-killed', 'job-failed'],
  },
  {
    analyzer: 'Pod',
    flags: 'runs and is not ready',
    rules: ['probe-failing', 'probe-cannot-pass'],
    note: 'also when another event came after the failed probe',
  },
  {
    analyzer: 'Deployment',
    flags: 'fewer replicas ready than wanted',
    rules: ['deployment-unavailable', 'scaled-to-zero'],
  },
  {
    analyzer: 'Deployment',
    flags: 'rollout does not progress',
    rules: ['deployment-unavailable'],
  },
  {
    analyzer: 'ReplicaSet',
    flags: 'pods cannot be created',
    rules: [...REFUSALS, 'deployment-unavailable'],
  },
  {
    analyzer: 'StatefulSet',
    flags: 'its Service does not exist',
    rules: ['stateful-set-service-missing'],
    note: 'a list that was refused is no missing Service',
  },
  {
    analyzer: 'StatefulSet',
    flags: 'its storage class does not exist',
    rules: ['volume-claim-unbound'],
    note: 'by the word of the provisioner, for tenants may not read storage classes',
  },
  {
    analyzer: 'StatefulSet',
    flags: 'a pod is missing or does not run',
    rules: ['deployment-unavailable', ...REFUSALS],
  },
  {
    analyzer: 'DaemonSet',
    flags: 'fewer pods ready than scheduled',
    rules: ['deployment-unavailable'],
  },
  {
    analyzer: 'DaemonSet',
    flags: 'image pull secret does not exist',
    rules: ['image-pull-secret-missing'],
    note: 'by the word of the kubelet, of every workload',
  },
  {
    analyzer: 'Service',
    flags: 'no endpoints',
    rules: [
      'service-selects-nothing',
      'scaled-to-zero',
      'service-without-ready-endpoints',
    ],
    note: 'by EndpointSlices',
  },
  {
    analyzer: 'Service',
    flags: 'endpoints that are not ready',
    rules: ['service-without-ready-endpoints', 'deployment-unavailable'],
  },
  {
    analyzer: 'Service',
    flags: 'warnings about it',
    rules: ['service-events'],
    note: 'of this Service, not of a pod of the same name',
  },
  {
    analyzer: 'Ingress',
    flags: 'no class, or one that does not exist',
    rules: ['ingress-unserved'],
    note: 'by the address that it does not get',
  },
  {
    analyzer: 'Ingress',
    flags: 'backend Service does not exist',
    rules: ['ingress-backend-missing'],
    note: 'and ports, and the default backend',
  },
  {
    analyzer: 'Ingress',
    flags: 'TLS Secret does not exist',
    rules: ['service-events', 'certificate-expired'],
    note: 'by the word of its controller, for Secrets are not read',
  },
  {
    analyzer: 'PersistentVolumeClaim',
    flags: 'provisioning failed',
    rules: ['volume-claim-unbound'],
  },
  { analyzer: 'Job', flags: 'suspended', rules: ['job-failed'] },
  {
    analyzer: 'Job',
    flags: 'failed',
    rules: ['job-failed'],
    note: 'not one that completed in the end',
  },
  {
    analyzer: 'CronJob',
    flags: 'suspended, bad schedule, negative deadline',
    rules: ['cron-job-problem'],
  },
  { analyzer: 'Node', flags: 'not ready', rules: ['node-not-ready'] },
  {
    analyzer: 'Node',
    flags: 'any other condition',
    rules: ['node-pressure'],
    note: 'the four that mean harm; others mean what their authors please',
  },
  {
    analyzer: 'ValidatingWebhookConfiguration, MutatingWebhookConfiguration',
    flags: 'its Service or pods are not there',
    rules: ['admission-webhook-failing'],
    note: 'by the refusals of the API server',
  },
  {
    analyzer: 'ConfigMap',
    flags: 'not used by any pod',
    notSeen: 'harms nobody, and many are read in other ways',
  },
  { analyzer: 'ConfigMap', flags: 'empty', rules: ['config-map-empty'] },
  {
    analyzer: 'ConfigMap',
    flags: 'larger than 1 MB',
    notSeen: 'the API server takes no such ConfigMap',
  },
  {
    analyzer: 'HorizontalPodAutoscaler',
    optional: true,
    flags: 'at its limit',
    rules: ['autoscaler-at-maximum'],
  },
  {
    analyzer: 'HorizontalPodAutoscaler',
    optional: true,
    flags: 'condition false, target missing, no resources set',
    rules: ['autoscaler-cannot-scale'],
    note: 'any kind of target that can be scaled',
  },
  {
    analyzer: 'PodDisruptionBudget',
    optional: true,
    flags: 'allows no disruption',
    rules: ['disruption-budget-blocks', 'disruption-budget-selects-nothing'],
    note: 'when somebody drains, or it protects nobody',
  },
  {
    analyzer: 'NetworkPolicy',
    optional: true,
    flags: 'selects all pods',
    rules: ['network-policy-blocks'],
    note: 'so default deny is written: told only when calls that are made fail',
  },
  {
    analyzer: 'NetworkPolicy',
    optional: true,
    flags: 'selects no pod',
    rules: ['network-policy-selects-nothing'],
  },
  {
    analyzer: 'Log',
    optional: true,
    flags: 'lines with error, exception or fail',
    rules: ['new-error-lines', 'container-crash-loop'],
    note: 'lines that are new, and last words of what crashed',
  },
  {
    analyzer: 'Storage',
    optional: true,
    flags: 'claim pending or lost',
    rules: ['volume-claim-unbound'],
    note: 'pending with a failure: one may wait for its first consumer',
  },
  {
    analyzer: 'Storage',
    optional: true,
    flags: 'storage classes and volumes',
    notSeen: 'belong to the cluster, which tenants may not read',
  },
  {
    analyzer: 'Storage',
    optional: true,
    flags: 'claim below 1 GiB, or without a class',
    notSeen: 'a choice',
  },
  {
    analyzer: 'Security',
    optional: true,
    flags:
      'default service account, wildcard role, privileged container, no security context',
    notSeen: 'true on quiet days as well: for policies, not for a diagnosis',
  },
];
