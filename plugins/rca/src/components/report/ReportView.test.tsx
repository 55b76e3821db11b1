import { RcaReport } from '@internal/plugin-rca-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  causeFoundReport,
  healthyReport,
  inconclusiveReport,
  investigationOf,
} from '../../__fixtures__/reports';
import { mockRcaApi, renderRca } from '../../__testUtils__/renderRca';
import { ReportView } from './ReportView';

jest.mock('@backstage/plugin-catalog-react', () => ({
  EntityRefLink: ({ entityRef }: { entityRef: string }) => <>{entityRef}</>,
}));

const headings = () =>
  screen
    .getAllByRole('heading')
    .map(heading => heading.textContent)
    .filter(text => text !== '');

describe('ReportView', () => {
  it('should answer first and open every claim to its evidence', async () => {
    const user = userEvent.setup();
    const writeText = jest
      .spyOn(navigator.clipboard, 'writeText')
      .mockResolvedValue();
    renderRca(
      <ReportView
        investigation={investigationOf(causeFoundReport)}
        report={causeFoundReport}
        onAnalyzeAgain={jest.fn()}
      />,
      { api: mockRcaApi() },
    );

    const report = await screen.findByRole('article', {
      name: 'Root-cause report',
    });
    expect(headings()[0]).toBe(causeFoundReport.summary);
    expect(within(report).getByText('Cause found')).toBeVisible();
    expect(
      within(report).getAllByText('Confidence: High (92 %)')[0],
    ).toBeVisible();
    expect(screen.getByRole('link', { name: 'Report in Git' })).toHaveAttribute(
      'href',
      'http://localhost:7305/platform/reports/src/branch/main/inv-1.md',
    );

    await user.click(screen.getByRole('button', { name: /halved the memory/ }));
    const panel = screen
      .getByText('Evidence for (4)')
      .closest('[role="group"]') as HTMLElement;
    expect(panel).toHaveTextContent(
      '255 MiB over 15 min, baseline 118 MiB (up 2.16×)',
    );
    expect(panel).toHaveTextContent('Nothing that was read speaks against it.');
    expect(
      within(panel).getByRole('img', {
        name: /Memory of checkout reaches its limit.*checkout-7d9f8c6b5-x2k4p: from/,
      }),
    ).toBeVisible();
    const path = within(panel).getByText('How it reaches the symptom');
    expect(path.nextElementSibling).toHaveTextContent(
      'Deployment team-a-prod/checkoutService team-a-prod/checkoutDeployment team-a-prod/frontend',
    );

    // Text of a log line stays text: no element, no link, nothing invisible.
    const excerpt = within(panel).getByRole('region', {
      name: 'Excerpt of ev-4',
    });
    expect(excerpt).toHaveTextContent('<script>alert(1)</script> [link]');
    expect(excerpt).toHaveTextContent('%\\u202etxt.exe');
    expect(excerpt.children).toHaveLength(0);
    expect(within(panel).queryByRole('link')).not.toBeInTheDocument();

    await user.click(
      within(panel).getByRole('button', { name: 'Copy query of ev-3' }),
    );
    expect(writeText).toHaveBeenCalledWith(
      'git show 4f2a91c -- clusters/sandbox/team-a-prod/checkout',
    );
    expect(
      await within(panel).findByText('Copied query of ev-3'),
    ).toBeDefined();

    // What the reader may not read is named once for all sources, and no retry is offered.
    expect(
      screen.getByText(/^Logs, Metrics: payments runs in team-b-prod/),
    ).toBeVisible();
    expect(screen.queryByText('Analyze again')).not.toBeInTheDocument();

    const region = (name: string) => screen.getByRole('region', { name });
    expect(region('What to do')).toHaveTextContent(
      'Roll checkout back to the revision before 4f2a91cLow risk',
    );
    expect(within(region('What to do')).queryByRole('button')).toBeNull();
    expect(region('Seen before (1)')).toHaveTextContent(
      'checkout needed more memory than its limit.85 % alikeOut of memory of Deployment team-a-prod/checkout',
    );
    expect(within(region('Seen before (1)')).getByRole('link')).toHaveAttribute(
      'href',
      expect.stringMatching(/5a1f6c58-35bb-4f0e-9f57-7a3dbb6a2f10$/),
    );
    expect(
      within(region('What stood out (2)'))
        .getAllByRole('listitem')
        .map(item =>
          item.textContent?.includes('found by k8sgpt and our rules'),
        ),
    ).toEqual([true, false]);
    expect(region('Excluded')).toHaveTextContent(
      'CPU saturation of Deployment team-a-prod/checkout: CPU stays at a third of its limit.',
    );
    expect(
      within(region('Timeline'))
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      expect.stringContaining('products scaled from 2 to 3'),
      expect.stringContaining('Rollout of checkout'),
      expect.stringContaining('First container killed'),
      expect.stringContaining('BackOff'),
    ]);
    expect(
      within(region('Sources')).getByRole('row', { name: /^Logs/ }),
    ).toHaveTextContent('Partly read');
  });

  it('should not call an unsure cause a cause, and name what did not answer', async () => {
    const user = userEvent.setup();
    const onAnalyzeAgain = jest.fn();
    renderRca(
      <ReportView
        investigation={{
          ...investigationOf(inconclusiveReport),
          reportUrl: 'data:text/html,hello',
          commitError: 'The Git server refused the push.',
        }}
        report={inconclusiveReport}
        onAnalyzeAgain={onAnalyzeAgain}
      />,
      { api: mockRcaApi() },
    );
    expect(await screen.findByText('Inconclusive')).toBeVisible();
    expect(headings()).toContain('Possible cause');
    expect(
      screen.getByText(/VictoriaMetrics did not answer within 8 s/),
    ).toBeVisible();
    expect(screen.getByText('The report is not in Git yet')).toBeVisible();
    expect(screen.queryByText('Report in Git')).not.toBeInTheDocument();
    expect(screen.getByText('One thing could not be checked')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Analyze again' }));
    expect(onAnalyzeAgain).toHaveBeenCalledTimes(1);
  });

  it('should show the words of a model with their evidence, and what was left out', async () => {
    const user = userEvent.setup();
    const view = (narrative: RcaReport['narrative']) => (
      <ReportView
        investigation={investigationOf(causeFoundReport)}
        report={{ ...causeFoundReport, narrative }}
      />
    );
    const { unmount } = renderRca(
      view({
        model: 'vllm/small',
        sentences: [
          { text: 'checkout is killed. <b>really</b>', evidence: ['ev-1'] },
        ],
        dropped: [{ reason: 'number-not-found', count: 2 }],
      }),
      { api: mockRcaApi() },
    );
    const sentence = await screen.findByText(
      'checkout is killed. <b>really</b>',
    );
    expect(
      screen.getByText(
        /Written by vllm\/small, checked by code; 2 sentences dropped \(with a number/,
      ),
    ).toBeVisible();
    const item = within(sentence.closest('li')!);
    await user.click(item.getByText('Evidence (1)'));
    expect(
      await item.findByText(/was killed for using too much memory/),
    ).toBeVisible();
    unmount();

    const failure = 'The model did not answer: first could not be reached';
    renderRca(view({ sentences: [], dropped: [], failure }), {
      api: mockRcaApi(),
    });
    expect(await screen.findByText(failure)).toBeVisible();
  });

  it('should leave out what a healthy report has not', async () => {
    renderRca(
      <ReportView
        investigation={investigationOf(healthyReport)}
        report={{
          ...healthyReport,
          unchecked: [
            {
              source: 'changes',
              reason: 'no-manifests',
              message: 'no GitOps repository is configured',
            },
          ],
        }}
        onAnalyzeAgain={jest.fn()}
      />,
      { api: mockRcaApi() },
    );
    expect(await screen.findByText('Healthy')).toBeVisible();
    // What is not set up is said quietly, and trying again would not help.
    expect(
      screen.getByText('Not looked at, because it is not set up'),
    ).toBeVisible();
    expect(
      screen.getByText(/no GitOps repository is configured/),
    ).toBeVisible();
    expect(screen.queryByText('Analyze again')).not.toBeInTheDocument();
    expect(headings()).toEqual([
      healthyReport.summary,
      'Timeline',
      'Excluded',
      'Sources',
    ]);
  });
});
