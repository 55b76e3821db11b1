import { CoreV1Event } from '@kubernetes/client-node';
import { event, NAMESPACE, snapshotOf } from '../__testUtils__/snapshot';

describe('ClusterIndex', () => {
  it('keeps events apart by kind, namespace and uid, and orders them by when they last happened', () => {
    const ofUid = (uid: string, made: CoreV1Event) => {
      made.involvedObject.uid = uid;
      return made;
    };
    const scheduled = event('Pod', 'cart', 'FailedScheduling', 'x');
    Object.assign(scheduled, {
      firstTimestamp: undefined,
      lastTimestamp: undefined,
      eventTime: new Date('2026-11-20T10:20:00.000Z'),
    });
    const { index } = snapshotOf({
      kubernetes: [
        {
          events: [
            event('Service', 'cart', 'SyncLoadBalancerFailed', 'x'),
            event('Pod', 'cart', 'BackOff', 'x', { at: 30 }),
            scheduled,
            ofUid('old', event('Pod', 'cart', 'Killing', 'x')),
            ofUid('new', event('Pod', 'cart', 'Pulled', 'x', { at: 10 })),
            event('Pod', 'cart', 'Evicted', 'x', { namespace: 'team-b-prod' }),
          ],
        },
      ],
    });
    const pod = { name: 'cart', namespace: NAMESPACE };
    const reasons = (metadata: object) =>
      index.eventsOf('Pod', metadata).map(({ reason }) => reason);

    expect(reasons({ ...pod, uid: 'new' })).toEqual([
      'Pulled',
      'FailedScheduling',
      'BackOff',
    ]);
    // Without a uid to go by the name has to do.
    expect(reasons(pod)).toEqual([
      'Pulled',
      'FailedScheduling',
      'BackOff',
      'Killing',
    ]);
    expect(reasons({ ...pod, namespace: 'team-b-prod' })).toEqual(['Evicted']);
    expect(reasons({ ...pod, name: 'search' })).toEqual([]);
  });
});
