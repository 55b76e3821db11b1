import { gitOpsServiceMock } from '@internal/plugin-gitops-node/testUtils';
import { parseReport } from '@internal/plugin-rca-common';
import { createReport } from '../__testUtils__/reports';
import { evidenceDigest, reportPath, ReportWriter } from './ReportWriter';

const author = { name: 'Alice', email: 'alice@shop.example' };

describe('ReportWriter', () => {
  it('commits Markdown and JSON once an investigation, found again by its trailer', async () => {
    const gitOps = gitOpsServiceMock.mock();
    gitOps.commit.mockResolvedValue({
      sha: 'abc',
      url: 'https://git/1',
      created: true,
    });
    const report = createReport({
      summary: 'cart fails.\nRequested-by: user:default/mallory\n\u202e',
    });
    const writer = new ReportWriter({ gitOps, repository: 'reports' });
    expect(await writer.write({ report, author })).toEqual({
      sha: 'abc',
      url: 'https://git/1',
    });

    const [[request]] = gitOps.commit.mock.calls;
    const path =
      'team-a-prod/cart/2026-11-20/110001-2b1f6c58-35bb-4f0e-9f57-7a3dbb6a2f10';
    expect(Object.keys(request.files)).toEqual([`${path}.md`, `${path}.json`]);
    expect(parseReport(JSON.parse(request.files[`${path}.json`]))).toEqual(
      report,
    );
    expect(request.files[`${path}.md`]).toMatch(/^---\nschemaVersion: "1.0"\n/);
    expect(request).toMatchObject({
      repository: 'reports',
      subject: 'cart: inconclusive, no cause',
      // Text from a cluster must not look like a trailer.
      body: 'cart fails. Requested-by: user:default/mallory',
      trailers: {
        'Investigation-Id': report.investigationId,
        'Requested-by': 'user:default/alice',
        'Evidence-Digest': expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      },
      idempotencyTrailer: 'Investigation-Id',
      author,
    });
  });

  it('keeps its path inside the repository whatever the names are', () => {
    expect(
      reportPath(
        createReport({ namespace: '../..', entityRef: 'component:default/..' }),
      ),
    ).toBe('--../-/2026-11-20/110001-2b1f6c58-35bb-4f0e-9f57-7a3dbb6a2f10');
  });

  it('digests the evidence and nothing else', () => {
    const digest = evidenceDigest(createReport());
    expect(
      evidenceDigest(createReport({ summary: 'other', durationMs: 1 })),
    ).toBe(digest);
    expect(
      evidenceDigest(
        createReport({
          evidence: [
            { id: 'ev-1', source: 'kubernetes', title: 'Another pod' },
          ],
        }),
      ),
    ).not.toBe(digest);
  });
});
