import { NewEvidence } from '@internal/plugin-rca-node';
import {
  FROM,
  NAMESPACE,
  event,
  minute,
  replicaSet,
  snapshotOf,
  workload,
} from '../../__testUtils__/snapshot';
import {
  findConfigChanges,
  findRollouts,
  findScalings,
} from './clusterChanges';

const SINCE = new Date(Date.parse(FROM) - 3_600_000);

describe('changes in the cluster', () => {
  function find(kubernetes: Parameters<typeof snapshotOf>[0]['kubernetes']) {
    const { index } = snapshotOf({ kubernetes });
    const evidence: NewEvidence[] = [];
    const add = (item: NewEvidence) => evidence.push(item) - 1;
    return {
      rollouts: findRollouts(index, SINCE, add),
      scalings: findScalings(index, SINCE, add),
      configs: findConfigChanges(index, SINCE, add),
      evidence,
    };
  }
  const scaled = (set: string, text: string, at: number) =>
    event(
      'Deployment',
      'cart',
      'ScalingReplicaSet',
      `Scaled ${
        text.startsWith('up') ? 'up' : 'down'
      } replica set ${set} ${text.replace(/^(up|down) /, '')}`,
      { at, type: 'Normal' },
    );

  it('takes new revisions for rollouts, with what they changed', () => {
    const { rollouts, scalings, evidence } = find([
      workload('cart', {
        replicaSets: [
          replicaSet('cart', 1),
          replicaSet('cart', 2, { at: 50, image: 'cart:2' }),
        ],
        events: [
          scaled('cart-2', 'up from 0 to 2', 50),
          scaled('cart-1', 'down from 2 to 0', 51),
        ],
      }),
    ]);
    expect(rollouts).toMatchObject([
      {
        at: minute(50),
        revision: 2,
        previousRevision: 1,
        fields: [{ kind: 'image', before: 'cart:1', after: 'cart:2' }],
      },
    ]);
    expect(evidence[rollouts[0].evidence].excerpt).toBe(
      'containers[app].image: cart:1 -> cart:2',
    );
    // Raising the new and lowering the old ReplicaSet is what a rollout is.
    expect(scalings).toEqual([]);
  });

  it('dates a rollback by its event, because its ReplicaSet is old', () => {
    const { rollouts } = find([
      workload('cart', {
        replicaSets: [
          replicaSet('cart', 2, { at: -300, image: 'cart:2' }),
          replicaSet('cart', 3, {
            at: -600,
            annotations: { 'deployment.kubernetes.io/revision-history': '1' },
          }),
        ],
        events: [scaled('cart-3', 'up from 0 to 2', 55)],
      }),
    ]);
    expect(rollouts).toMatchObject([
      { at: minute(55), revision: 3, previousRevision: 2 },
    ]);
  });

  it('leaves out what is too old', () => {
    const { rollouts } = find([
      workload('cart', {
        replicaSets: [
          replicaSet('cart', 1),
          replicaSet('cart', 2, { at: -90 }),
        ],
      }),
    ]);
    expect(rollouts).toEqual([]);
  });

  it("tells somebody's scaling from the autoscaler's", () => {
    const autoscaler = {
      metadata: { name: 'cart', namespace: NAMESPACE },
      spec: {
        maxReplicas: 5,
        scaleTargetRef: { kind: 'Deployment', name: 'cart' },
      },
    };
    const { scalings } = find([
      workload('cart', {
        events: [
          scaled('cart-1', 'up from 2 to 4', 20),
          scaled('cart-1', 'down from 4 to 0', 51),
        ],
      }),
      {
        autoscalers: [autoscaler],
        events: [
          event(
            'HorizontalPodAutoscaler',
            'cart',
            'SuccessfulRescale',
            'New size: 4',
            { at: 20, type: 'Normal' },
          ),
        ],
      },
    ]);
    expect(
      scalings.map(({ at, from, to, byAutoscaler }) => [
        at,
        from,
        to,
        byAutoscaler,
      ]),
    ).toEqual([
      [minute(20), 2, 4, true],
      [minute(51), 4, 0, false],
    ]);
  });

  it('tells created ConfigMaps from changed ones, and keeps still about the rest', () => {
    const { configs } = find([
      {
        configMaps: [
          {
            namespace: NAMESPACE,
            name: 'new',
            keys: ['a'],
            createdAt: minute(40),
            updatedAt: minute(40),
          },
          {
            namespace: NAMESPACE,
            name: 'changed',
            keys: ['a'],
            createdAt: minute(-900),
            updatedAt: minute(51),
          },
          {
            namespace: NAMESPACE,
            name: 'old',
            keys: ['a'],
            createdAt: minute(-900),
            updatedAt: minute(-800),
          },
        ],
      },
    ]);
    expect(
      configs.map(({ object, created }) => [object.name, created]),
    ).toEqual([
      ['new', true],
      ['changed', false],
    ]);
  });
});
