import { containerEdit, podEdit, release, seenFrom, targetOf } from './targets';
import type { FaultFamily } from './types';

/** Services whose old pods go before the new ones come: a refusal takes them down. */
const RECREATED = [
  'team-a-prod/cart',
  'team-b-prod/ledger',
  'team-a-prod/search',
];

/** Pods that the API server does not take. */
export const admissionFaults: FaultFamily[] = [
  {
    name: 'quota-used-up',
    build(dice) {
      const target = targetOf(dice.target(RECREATED));
      const hard = { 'requests.cpu': '2600m' };
      return {
        title: `New pods of ${target.name} exceed the quota of their namespace`,
        ...seenFrom(target),
        truth: {
          category: 'quota-exceeded',
          cause: target.deployment,
          symptoms: [
            'FailedCreate Events: exceeded quota: team-compute',
            `${target.name} has no pods any more`,
          ],
          fix: `Set the CPU request of ${target.name} back to ${target.requests.cpu}.`,
          action: 'rollback',
          not: ['unschedulable: there are no pods', 'a failed node'],
        },
        objects: [
          {
            apiVersion: 'v1',
            kind: 'ResourceQuota',
            metadata: { name: 'team-compute', namespace: target.namespace },
            spec: { hard },
            status: { hard },
          },
        ],
        change: {
          message: `Give ${target.name} more CPU`,
          author: target.author,
          edits: [
            containerEdit(target, ['resources'], {
              requests: {
                cpu: dice.of(['2800m', '3']),
                memory: target.requests.memory,
              },
              limits: { cpu: '3', memory: target.limits.memory },
            }),
          ],
        },
      };
    },
  },
  {
    name: 'limit-range-broken',
    build(dice) {
      const target = targetOf(dice.target([...RECREATED].reverse()));
      const memory = dice.of(['2Gi', '3Gi']);
      return {
        title: `New pods of ${target.name} ask for more memory than one may`,
        ...seenFrom(target),
        truth: {
          category: 'quota-exceeded',
          cause: target.deployment,
          symptoms: [
            'FailedCreate Events: maximum memory usage per Container is 1Gi',
            `${target.name} has no pods any more`,
          ],
          fix: `Set the memory limit of ${target.name} back to ${target.limits.memory}.`,
          action: 'rollback',
          not: ['out of memory: nothing runs', 'unschedulable'],
        },
        objects: [
          {
            apiVersion: 'v1',
            kind: 'LimitRange',
            metadata: { name: 'container-sizes', namespace: target.namespace },
            spec: { limits: [{ type: 'Container', max: { memory: '1Gi' } }] },
          },
        ],
        change: {
          message: `Give ${target.name} room for its cache`,
          author: target.author,
          edits: [
            containerEdit(target, ['resources', 'limits', 'memory'], memory),
          ],
        },
      };
    },
  },
  {
    name: 'privileged-refused',
    build(dice) {
      const target = targetOf(dice.target(RECREATED));
      return {
        title: `New pods of ${target.name} break the pod security level`,
        ...seenFrom(target),
        truth: {
          category: 'admission-denied',
          cause: target.deployment,
          symptoms: [
            'FailedCreate Events: violates PodSecurity "baseline:latest"',
            `${target.name} has no pods any more`,
          ],
          fix: 'Take the privileges out again.',
          action: 'rollback',
          not: ['quota', 'unschedulable: there are no pods'],
        },
        namespaceLabels: {
          namespace: target.namespace,
          labels: { 'pod-security.kubernetes.io/enforce': 'baseline' },
        },
        change: {
          message: `Let ${target.name} trace its system calls`,
          author: target.author,
          edits: [
            containerEdit(target, ['securityContext'], { privileged: true }),
          ],
        },
      };
    },
  },
  {
    name: 'webhook-down',
    build(dice) {
      const target = targetOf(dice.target([...RECREATED].reverse()));
      const name = dice.of(['policy.shop.example', 'inject.shop.example']);
      const { tag, edit, message } = release(target);
      return {
        title: `No pod of ${target.name} can be created: an admission webhook is down`,
        ...seenFrom(target),
        truth: {
          category: 'admission-denied',
          cause: target.deployment,
          symptoms: [
            `FailedCreate Events: failed calling webhook "${name}"`,
            `a routine release of ${target.name} ends with no pods`,
          ],
          fix: `Bring the Service behind webhook ${name} back.`,
          action: 'ask-human',
          not: ['the release: no pod of it ever started', 'quota'],
        },
        environment: [
          {
            kind: 'webhook',
            failure: `failed calling webhook "${name}": failed to call webhook: Post "https://admission.kube-system.svc:443/validate?timeout=10s": dial tcp 10.96.14.7:443: connect: connection refused`,
          },
        ],
        images: [{ service: `${target.namespace}/${target.name}`, tag }],
        change: { message, author: target.author, edits: [edit] },
      };
    },
  },
  {
    name: 'service-account-missing',
    build(dice) {
      const target = targetOf(dice.target(RECREATED));
      const account = `${target.name}-${dice.of(['runner', 'identity'])}`;
      return {
        title: `${target.name} shall run as a ServiceAccount that does not exist`,
        ...seenFrom(target),
        truth: {
          category: 'missing-config',
          cause: target.deployment,
          symptoms: [
            `FailedCreate Events: serviceaccount "${account}" not found`,
            `${target.name} has no pods any more`,
          ],
          fix: `Create ServiceAccount ${account}, or take the name out again.`,
          action: 'rollback',
          not: ['a missing Secret', 'unschedulable: there are no pods'],
        },
        change: {
          message: `Give ${target.name} an identity of its own`,
          author: target.author,
          edits: [podEdit(target, ['serviceAccountName'], account)],
        },
      };
    },
  },
];
