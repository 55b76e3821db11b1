import { mockServices } from '@backstage/backend-test-utils';
import {
  denialReasons,
  NamespaceDecision,
} from '@internal/plugin-tenancy-common';
import { DecisionRecorder } from './DecisionRecorder';

const denial = (namespace: string): NamespaceDecision => ({
  result: 'deny',
  namespace: { cluster: 'c', namespace },
  reason: denialReasons.notOwner,
});
const grant = (namespace: string): NamespaceDecision => ({
  result: 'allow',
  grant: { cluster: 'c', namespace, access: 'shared', source: 'shared' },
});

describe('DecisionRecorder', () => {
  const auditor = mockServices.auditor.mock();
  const logger = mockServices.logger.mock();
  const event = { success: jest.fn(), fail: jest.fn() };
  let recorder: DecisionRecorder;

  const written = () =>
    auditor.createEvent.mock.calls.map(
      ([{ eventId, severityLevel, meta }]) => ({
        eventId,
        severityLevel,
        ...meta,
      }),
    );

  beforeEach(() => {
    jest.useFakeTimers();
    jest.resetAllMocks();
    auditor.createEvent.mockResolvedValue(event);
    recorder = new DecisionRecorder({ auditor, logger });
  });
  afterEach(() => {
    recorder.flush();
    jest.useRealTimers();
  });

  it('should sum up what a loop over names would flood, denials and grants apart', async () => {
    for (let i = 0; i < 1_000; i++) {
      recorder.record('user:default/bob', denial(`n-${i}`));
    }
    for (let i = 0; i < 50; i++) {
      recorder.record('user:default/bob', grant('shared'));
    }
    recorder.record('user:default/alice', denial('n-1'));
    expect(written()).toHaveLength(30 + 1 + 1);

    await jest.advanceTimersByTimeAsync(70_000);
    expect(written().slice(32)).toEqual([
      {
        eventId: 'namespace-access-suppressed',
        severityLevel: 'medium',
        caller: 'user:default/bob',
        denials: 970,
        grants: 49,
        windowSeconds: 60,
      },
    ]);
    // Nothing is left to run, and a new minute records again.
    expect(jest.getTimerCount()).toBe(0);
    recorder.record('user:default/bob', denial('n-1'));
    expect(written()).toHaveLength(34);
    expect(event.fail).toHaveBeenCalledTimes(30 + 1 + 1);
  });

  it('should bound what it remembers of callers', async () => {
    for (let i = 0; i < 6_000; i++) recorder.record(`u${i}`, denial('n'));
    expect(written()).toHaveLength(5_000 + 30);
    recorder.flush();
    expect(written().slice(5_030)).toEqual([
      expect.objectContaining({ caller: '(other callers)', denials: 970 }),
    ]);
  });

  it('should record lists by their number, and denied ones as denials', () => {
    recorder.recordList('user:default/bob', 3);
    recorder.recordList('user:default/bob', 3);
    recorder.recordList('user:default/bob', 4);
    recorder.recordList('plugin:kubernetes', undefined);
    expect(written()).toEqual([
      expect.objectContaining({ severityLevel: 'low', granted: 3 }),
      expect.objectContaining({ severityLevel: 'low', granted: 4 }),
      {
        eventId: 'namespace-list',
        severityLevel: 'medium',
        caller: 'plugin:kubernetes',
      },
    ]);
  });

  it('should cut what is no name, and only log when the record does not answer', async () => {
    auditor.createEvent.mockRejectedValue(new Error('no auditor'));
    recorder.record('user:default/bob', denial('x'.repeat(10_000)));
    await jest.advanceTimersByTimeAsync(0);
    expect(written()[0]).toMatchObject({ namespace: 'x'.repeat(253) });
    expect(logger.error).toHaveBeenCalledTimes(1);
  });
});
