import type { NewKubeObject } from '../../types';
import {
  containerEdit,
  podEdit,
  release,
  seenFrom,
  type Target,
  targetOf,
  together,
} from './targets';
import type { FaultFamily, FaultSpec, ManifestEdit } from './types';

const TARGETS = [
  'team-a-prod/cart',
  'team-a-b-prod/insights',
  'team-b-prod/ledger',
  'team-a-prod/search',
  'team-a-prod/products',
];

function unschedulable(
  target: Target,
  words: { title: string; said: string; fix: string; message: string },
  edit: ManifestEdit,
): Omit<FaultSpec, 'name'> {
  return {
    title: words.title,
    ...seenFrom(target),
    truth: {
      category: 'unschedulable',
      cause: target.deployment,
      symptoms: ['pods stay Pending', `FailedScheduling Events: ${words.said}`],
      fix: words.fix,
      action: 'rollback',
      not: ['a failed node: all three are ready', 'quota', 'image'],
    },
    change: { message: words.message, author: target.author, edits: [edit] },
  };
}

function volumeEdits(target: Target, claim: string): ManifestEdit[] {
  return [
    podEdit(
      target,
      ['volumes'],
      [{ name: 'data', persistentVolumeClaim: { claimName: claim } }],
    ),
    containerEdit(
      target,
      ['volumeMounts'],
      [{ name: 'data', mountPath: '/data' }],
    ),
  ];
}

function claimOf(
  target: Target,
  name: string,
  spec: object,
  phase: string,
): NewKubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace: target.namespace },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '20Gi' } },
      volumeMode: 'Filesystem',
      ...spec,
    },
    status: { phase },
  };
}

/** Pods that no node can take. */
export const placementFaults: FaultFamily[] = [
  {
    name: 'node-label-unknown',
    build(dice) {
      const target = targetOf(dice.target(TARGETS));
      const disk = dice.of(['nvme', 'ssd-fast']);
      return unschedulable(
        target,
        {
          title: `${target.name} wants nodes with a label that none has`,
          said: "3 node(s) didn't match Pod's node affinity/selector",
          fix: 'Take the node selector out again.',
          message: `Run ${target.name} on the fast disks`,
        },
        podEdit(target, ['nodeSelector'], { disktype: disk }),
      );
    },
  },
  {
    name: 'neighbours-refused',
    build(dice) {
      const target = targetOf(dice.target([...TARGETS].reverse()));
      const part = target.image.split('/')[0];
      const term = {
        topologyKey: 'kubernetes.io/hostname',
        labelSelector: { matchLabels: { 'app.kubernetes.io/part-of': part } },
      };
      return unschedulable(
        target,
        {
          title: `${target.name} refuses neighbours that every node has`,
          said: "node(s) didn't match pod anti-affinity rules",
          fix: 'Take the anti-affinity out again.',
          message: `Keep ${target.name} away from noisy neighbours`,
        },
        podEdit(target, ['affinity'], {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [term],
          },
        }),
      );
    },
  },
  {
    name: 'memory-request-too-large',
    build(dice) {
      const target = targetOf(dice.target(TARGETS));
      const memory = dice.of(['12Gi', '16Gi']);
      return unschedulable(
        target,
        {
          title: `${target.name} asks for more memory than any node has`,
          said: '3 Insufficient memory',
          fix: `Set the memory request of ${target.name} back to ${target.requests.memory}.`,
          message: `Let ${target.name} keep its data in memory`,
        },
        containerEdit(target, ['resources'], {
          requests: { cpu: target.requests.cpu, memory },
          limits: { cpu: target.limits.cpu, memory },
        }),
      );
    },
  },
  {
    name: 'nodes-cordoned',
    build(dice) {
      const target = targetOf(
        dice.target([
          'team-a-prod/search',
          'team-b-prod/ledger',
          'team-a-prod/cart',
        ]),
      );
      const { tag, edit, message } = release(target);
      return {
        title: `No node takes pods of ${target.name}: all were left cordoned`,
        ...seenFrom(target),
        truth: {
          category: 'unschedulable',
          cause: target.deployment,
          symptoms: [
            'pods stay Pending',
            'FailedScheduling Events: 3 node(s) were unschedulable',
          ],
          fix: 'Uncordon the nodes.',
          action: 'ask-human',
          not: ['the release: it asks for no more than before', 'quota'],
        },
        environment: [
          {
            kind: 'cordon',
            nodes: ['sandbox-node-1', 'sandbox-node-2', 'sandbox-node-3'],
          },
        ],
        images: [{ service: `${target.namespace}/${target.name}`, tag }],
        change: { message, author: target.author, edits: [edit] },
      };
    },
  },
  {
    name: 'volume-never-made',
    build(dice) {
      const target = targetOf(
        dice.target(['team-a-prod/search', 'team-b-prod/ledger']),
      );
      const storageClass = dice.of(['fast-ssd', 'premium-rwo']);
      const name = `${target.name}-data`;
      return {
        title: `${target.name} waits for a volume that nobody makes`,
        ...seenFrom(target),
        truth: {
          category: 'storage',
          cause: {
            kind: 'PersistentVolumeClaim',
            namespace: target.namespace,
            name,
          },
          symptoms: [
            'pods stay Pending: unbound immediate PersistentVolumeClaims',
            `storageclass.storage.k8s.io "${storageClass}" not found`,
          ],
          fix: `Name a storage class that exists in PersistentVolumeClaim ${name}.`,
          action: 'ask-human',
          not: ['unschedulable: nodes have room', 'quota'],
        },
        objects: [
          claimOf(target, name, { storageClassName: storageClass }, 'Pending'),
        ],
        complaints: [
          {
            kind: 'PersistentVolumeClaim',
            namespace: target.namespace,
            name,
            reason: 'ProvisioningFailed',
            message: `storageclass.storage.k8s.io "${storageClass}" not found`,
            component: 'persistentvolume-controller',
          },
        ],
        change: {
          message: `Keep the data of ${target.name} on a volume`,
          author: target.author,
          edits: [together(volumeEdits(target, name))],
        },
      };
    },
  },
  {
    name: 'volume-in-other-zone',
    build(dice) {
      const target = targetOf(
        dice.target(['team-b-prod/ledger', 'team-a-prod/search']),
      );
      const [zone, other] = dice.of([
        ['zone-a', 'zone-b'],
        ['zone-c', 'zone-a'],
      ]);
      const name = `${target.name}-archive`;
      const volumeName = `pvc-${target.name}-archive`;
      return {
        title: `The volume of ${target.name} is in another zone than its pods may be`,
        ...seenFrom(target),
        truth: {
          category: 'storage',
          cause: target.deployment,
          symptoms: [
            'pods stay Pending',
            'FailedScheduling Events: volume node affinity conflict',
          ],
          fix: `Let ${target.name} run in ${other}, where its volume is.`,
          action: 'rollback',
          not: ['a failed node: all three are ready', 'too little room'],
        },
        objects: [
          {
            apiVersion: 'v1',
            kind: 'PersistentVolume',
            metadata: { name: volumeName },
            spec: {
              capacity: { storage: '20Gi' },
              accessModes: ['ReadWriteOnce'],
              nodeAffinity: {
                required: {
                  nodeSelectorTerms: [
                    {
                      matchExpressions: [
                        {
                          key: 'topology.kubernetes.io/zone',
                          operator: 'In',
                          values: [other],
                        },
                      ],
                    },
                  ],
                },
              },
            },
            status: { phase: 'Bound' },
          },
          claimOf(target, name, { volumeName }, 'Bound'),
        ],
        change: {
          message: `Move ${target.name} and its archive to ${zone}`,
          author: target.author,
          edits: [
            together([
              ...volumeEdits(target, name),
              podEdit(target, ['nodeSelector'], {
                'topology.kubernetes.io/zone': zone,
              }),
            ]),
          ],
        },
      };
    },
  },
];
