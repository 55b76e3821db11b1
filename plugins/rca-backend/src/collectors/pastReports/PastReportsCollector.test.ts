import { contextOf } from '../telemetry/__testUtils__/withFaults';
import { PastReportsCollector } from './PastReportsCollector';

describe('PastReportsCollector', () => {
  it('asks for a bounded number of reports before this investigation, and brings each as evidence', async () => {
    const before = jest.fn().mockResolvedValue([
      {
        investigationId: 'i-1',
        createdAt: '2026-11-13T09:00:00.000Z',
        verdict: 'cause-found',
        summary: 'cart was killed.',
        rules: [],
      },
    ]);
    const context = contextOf('cart', []);
    const collector = new PastReportsCollector({ pastReports: { before } });
    expect(await collector.collect(context)).toEqual({
      evidence: [
        {
          source: 'past-reports',
          title: 'Report of 2026-11-13 09:00 UTC: cause-found',
          at: '2026-11-13T09:00:00.000Z',
          query: 'GET /api/rca/investigations/i-1',
          excerpt: 'cart was killed.',
        },
      ],
      facts: { reports: [expect.objectContaining({ evidence: 0 })] },
      unchecked: [],
      summary: '1 earlier report',
    });
    expect(before).toHaveBeenCalledWith(context.investigationId, 20);

    before.mockResolvedValue([]);
    expect(await collector.collect(context)).toMatchObject({
      summary: 'no earlier report',
      evidence: [],
    });
  });
});
