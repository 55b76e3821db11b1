import { WorkloadObjects } from './readWorkload';
import { findMarks } from './findMarks';

const at = (minute: number) =>
  new Date(`2026-11-20T10:${String(minute).padStart(2, '0')}:00Z`);
const window = { from: at(0), to: at(59) };
const nothing: WorkloadObjects = {
  deployments: [],
  replicaSets: [],
  pods: [],
  autoscalers: [],
  configMaps: [],
  events: [],
  problems: [],
};
const deployment = {
  metadata: { name: 'cart', uid: 'd' },
} as WorkloadObjects['deployments'][0];
const replicaSet = (
  revision: number,
  created: Date,
  annotations: Record<string, string> = {},
) =>
  ({
    metadata: {
      name: `cart-${revision}`,
      creationTimestamp: created,
      ownerReferences: [{ uid: 'd' }],
      annotations: {
        'deployment.kubernetes.io/revision': String(revision),
        ...annotations,
      },
    },
  } as unknown as WorkloadObjects['replicaSets'][0]);
const event = (
  kind: string,
  name: string,
  fields: { reason: string; message?: string; time: Date },
) =>
  ({
    involvedObject: { kind, name },
    reason: fields.reason,
    message: fields.message,
    lastTimestamp: fields.time,
  } as unknown as WorkloadObjects['events'][0]);
const titles = (objects: Partial<WorkloadObjects>) =>
  findMarks({ ...nothing, ...objects }, window).map(
    ({ time, kind, title }) => `${time.slice(14, 16)} ${kind}: ${title}`,
  );

describe('findMarks', () => {
  it('should mark rollouts and roll-backs, and no first revision', () => {
    const scaledUp = event('Deployment', 'cart', {
      reason: 'ScalingReplicaSet',
      message: 'Scaled up replica set cart-4 from 0 to 1',
      time: at(40),
    });
    expect(
      titles({
        deployments: [deployment],
        replicaSets: [
          replicaSet(1, at(5)),
          replicaSet(3, at(20)),
          // Taken up again at minute 40.
          replicaSet(4, at(10), {
            'deployment.kubernetes.io/revision-history': '2',
          }),
          { ...replicaSet(9, at(30)), metadata: { name: 'other-9' } },
        ],
        events: [scaledUp],
      }),
    ).toEqual([
      '20 rollout: Rollout of cart to revision 3',
      '40 rollout: Rollout of cart to revision 4',
    ]);
  });

  it('should mark scalings apart from rollouts', () => {
    const scaled = (message: string, minute: number) =>
      event('Deployment', 'cart', {
        reason: 'ScalingReplicaSet',
        message,
        time: at(minute),
      });
    const objects = {
      deployments: [deployment],
      replicaSets: [replicaSet(1, at(1)), replicaSet(2, at(10))],
      events: [
        scaled('Scaled up replica set cart-2 from 0 to 1', 11),
        scaled('Scaled down replica set cart-1 from 2 to 0', 12),
        scaled('Scaled up replica set cart-2 from 2 to 5', 30),
      ],
    };
    expect(titles(objects)).toEqual([
      '10 rollout: Rollout of cart to revision 2',
      '30 scale: cart scaled from 2 to 5',
    ]);
    const autoscalers = [
      { spec: { scaleTargetRef: { name: 'cart' } } },
    ] as WorkloadObjects['autoscalers'];
    expect(titles({ ...objects, autoscalers })).toContain(
      '30 scale: cart scaled from 2 to 5, which has an autoscaler',
    );
  });

  it('should mark config changes, restarts and nodes, inside the window', () => {
    const pod = (name: string, finished: Date) =>
      ({
        metadata: { name },
        spec: { nodeName: 'node-2' },
        status: {
          containerStatuses: [
            {
              name: 'app',
              restartCount: 3,
              lastState: {
                terminated: { finishedAt: finished, reason: 'OOMKilled' },
              },
            },
          ],
        },
      } as unknown as WorkloadObjects['pods'][0]);
    expect(
      titles({
        pods: [pod('cart-a', at(25)), pod('cart-b', new Date(0))],
        configMaps: [
          {
            metadata: {
              name: 'cart-config',
              creationTimestamp: new Date(0),
              managedFields: [{ time: at(15) }],
            },
          },
        ],
        events: [
          event('Pod', 'cart-a', { reason: 'NodeNotReady', time: at(50) }),
          event('Pod', 'cart-b', { reason: 'NodeNotReady', time: at(45) }),
          event('Pod', 'other', { reason: 'NodeNotReady', time: at(2) }),
        ],
      }),
    ).toEqual([
      '15 config: ConfigMap cart-config was changed',
      '25 restart: Container app of cart-a ended (OOMKilled), restart 3',
      '45 node: node-2 is not ready',
    ]);
  });
});
