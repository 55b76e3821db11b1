import { mockCredentials } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import {
  Investigation,
  InvestigationWithReport,
  RcaReport,
} from '@internal/plugin-rca-common';
import { rcaServiceMock } from '@internal/plugin-rca-node/testUtils';
import { createRcaAnalyzeAction } from './createRcaAnalyzeAction';

const ID = '2b1f6c58-35bb-4f0e-9f57-7a3dbb6a2f10';
const credentials = mockCredentials.user('user:default/alice');
const input = { entityRef: 'component:default/cart', timeRange: '30m' };

const running = {
  id: ID,
  state: 'running',
  progress: [{ source: 'logs', status: 'running' }],
} as unknown as Investigation;

function succeeded(
  overrides: Partial<InvestigationWithReport> = {},
): InvestigationWithReport {
  return {
    ...running,
    state: 'succeeded',
    progress: [
      {
        source: 'logs',
        status: 'ok',
        durationMs: 12,
        evidenceCount: 1,
        summary: '3 new lines',
      },
    ],
    reportUrl: 'https://git.example/reports/1.md',
    report: {
      verdict: 'cause-found',
      confidence: 0.93,
      summary: 'cart cannot start.',
      hypotheses: [
        {
          category: 'bad-config',
          entity: {
            cluster: 'sandbox',
            namespace: 'team-a-prod',
            kind: 'Deployment',
            name: 'cart',
          },
        },
      ],
    } as RcaReport,
    ...overrides,
  };
}

function contextOf(options: object = {}) {
  const context = {
    ...createMockActionContext({ input }),
    getInitiatorCredentials: async () => credentials,
    ...options,
  };
  jest.spyOn(context.logger, 'info');
  jest.spyOn(context.logger, 'warn');
  return context;
}

describe('rca:analyze', () => {
  it('starts as the initiator, tells the progress once, and hands out the verdict', async () => {
    const rca = rcaServiceMock.mock();
    rca.start.mockResolvedValue(running);
    rca.get
      .mockResolvedValueOnce(running)
      .mockResolvedValueOnce(running)
      .mockResolvedValueOnce(succeeded());
    const action = createRcaAnalyzeAction({ rca, pollMs: 1 });
    const context = contextOf();
    await action.handler(context as never);

    expect(action.id).toBe('rca:analyze');
    expect(rca.start).toHaveBeenCalledWith(
      { entityRef: input.entityRef, timeRange: { last: '30m' } },
      expect.objectContaining({ credentials }),
    );
    const lines = (context.logger.info as jest.Mock).mock.calls.map(
      ([line]) => line,
    );
    expect(lines).toEqual([
      `Investigation ${ID} of component:default/cart`,
      'logs: running',
      'logs: ok after 12 ms: 3 new lines',
      'cart cannot start.',
    ]);
    expect(
      Object.fromEntries((context.output as jest.Mock).mock.calls),
    ).toEqual({
      rcaSummary: 'cart cannot start.',
      confidenceScore: 0.93,
      verdict: 'cause-found',
      rootCause: 'bad-config: Deployment team-a-prod/cart',
      reportUrl: 'https://git.example/reports/1.md',
      investigationId: ID,
    });
  });

  it('goes on with the investigation of its checkpoint when the task is recovered', async () => {
    const rca = rcaServiceMock.mock();
    rca.get.mockResolvedValue(succeeded());
    const action = createRcaAnalyzeAction({ rca, pollMs: 1 });
    const checkpoint = jest.fn().mockResolvedValue(ID);
    await action.handler(contextOf({ checkpoint }) as never);

    expect(checkpoint).toHaveBeenCalledWith(
      expect.objectContaining({ key: 'start-investigation' }),
    );
    expect(rca.start).not.toHaveBeenCalled();
    expect(rca.get).toHaveBeenCalledWith(ID, expect.anything());
  });

  it('cancels the investigation when the task is cancelled', async () => {
    const rca = rcaServiceMock.mock();
    rca.start.mockResolvedValue(running);
    rca.get.mockResolvedValue(running);
    rca.cancel.mockResolvedValue(undefined);
    const controller = new AbortController();
    const action = createRcaAnalyzeAction({ rca, pollMs: 5_000 });
    const work = action.handler(
      contextOf({ signal: controller.signal }) as never,
    );
    setTimeout(() => controller.abort(), 20);

    await expect(work).rejects.toThrow('The task was cancelled');
    expect(rca.cancel).toHaveBeenCalledWith(ID, { credentials });
  });

  it('cancels an investigation that does not end, also by a cancel that fails', async () => {
    const rca = rcaServiceMock.mock();
    rca.start.mockResolvedValue(running);
    rca.get.mockResolvedValue(running);
    rca.cancel.mockRejectedValue(new Error('plugin is gone'));
    const action = createRcaAnalyzeAction({ rca, pollMs: 1, maxWaitMs: 20 });
    const context = contextOf();
    await expect(action.handler(context as never)).rejects.toThrow(
      'The investigation does not end',
    );
    expect(rca.cancel).toHaveBeenCalledWith(ID, { credentials });
    expect(context.logger.warn).toHaveBeenCalledWith(
      `Investigation ${ID} could not be cancelled and runs on to its own deadline: plugin is gone`,
    );

    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    await expect(
      createRcaAnalyzeAction({ rca, pollMs: 5_000 }).handler(
        contextOf({ signal: controller.signal }) as never,
      ),
    ).rejects.toThrow('The task was cancelled');
    expect(rca.cancel).toHaveBeenCalledTimes(2);
  });

  it('keeps a report whose commit failed, names no cause without one, and fails with the investigation', async () => {
    const rca = rcaServiceMock.mock();
    rca.start.mockResolvedValue(running);
    const action = createRcaAnalyzeAction({ rca, pollMs: 1 });

    rca.get.mockResolvedValueOnce(
      succeeded({
        reportUrl: undefined,
        commitError: 'remote hung up',
        report: { ...succeeded().report!, verdict: 'inconclusive' },
      }),
    );
    const context = contextOf();
    await action.handler(context as never);
    expect(context.logger.warn).toHaveBeenCalledWith(
      'The report is not committed yet: remote hung up',
    );
    expect(context.output).toHaveBeenCalledWith('rootCause', '');
    expect(context.output).toHaveBeenCalledWith('reportUrl', '');

    rca.get.mockResolvedValueOnce(
      succeeded({
        state: 'failed',
        report: undefined,
        error: 'no namespace could be read',
      }),
    );
    await expect(action.handler(contextOf() as never)).rejects.toThrow(
      'The investigation failed: no namespace could be read',
    );
  });
});
