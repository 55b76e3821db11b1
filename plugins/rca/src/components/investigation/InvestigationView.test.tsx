import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  causeFoundReport,
  failedInvestigation,
  investigationOf,
  runningInvestigation,
} from '../../__fixtures__/reports';
import { mockRcaApi, renderRca } from '../../__testUtils__/renderRca';
import { InvestigationView } from './InvestigationView';

jest.mock('@backstage/plugin-catalog-react', () => ({
  EntityRefLink: ({ entityRef }: { entityRef: string }) => <>{entityRef}</>,
}));

const finished = { ...investigationOf(causeFoundReport), id: 'inv-run' };

const render = (api: ReturnType<typeof mockRcaApi>, onStarted = jest.fn()) =>
  renderRca(<InvestigationView id="inv-run" onStarted={onStarted} />, { api });

describe('InvestigationView', () => {
  it('should follow an investigation to its report and say so', async () => {
    const api = mockRcaApi();
    api.get
      .mockResolvedValueOnce(runningInvestigation)
      .mockResolvedValue(finished);
    render(api);

    expect(await screen.findByText('Analyzing checkout')).toBeVisible();
    expect(screen.getAllByRole('listitem').map(i => i.textContent)).toEqual([
      'KubernetesRead2 pods, 6 restarts, last state OOMKilled 312 ms',
      'LogsReading',
      'MetricsWaiting',
      'ChangesRead1 rollout in the window 610 ms',
    ]);
    expect(screen.getAllByRole('status')[0]).toHaveTextContent(
      '2 of 4 sources have answered. Kubernetes: Read. Changes: Read.',
    );

    expect(
      await screen.findByRole('heading', { name: causeFoundReport.summary }),
    ).toBeVisible();
    expect(screen.queryByText('Analyzing checkout')).not.toBeInTheDocument();
    expect(screen.getAllByRole('status')[0]).toHaveTextContent(
      'Analysis ended: Cause found.',
    );
    // Finished means finished: nobody asks again.
    expect(api.get).toHaveBeenCalledTimes(2);
  });

  it('should cancel, keep the focus on the page and offer to analyze again', async () => {
    const user = userEvent.setup();
    const onStarted = jest.fn();
    const api = mockRcaApi();
    api.get.mockResolvedValue(runningInvestigation);
    api.cancel.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    api.start.mockResolvedValue(runningInvestigation);
    render(api, onStarted);

    await user.click(await screen.findByRole('button', { name: 'Cancel' }));
    expect(
      await screen.findByText('The analysis could not be cancelled'),
    ).toBeVisible();

    api.cancel.mockImplementation(async () => {
      api.get.mockResolvedValue({ ...failedInvestigation, state: 'cancelled' });
    });
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(await screen.findByText('The analysis was cancelled')).toBeVisible();
    expect(api.cancel).toHaveBeenLastCalledWith('inv-run');
    await waitFor(() => expect(document.body).not.toHaveFocus());

    await user.click(screen.getByRole('button', { name: 'Analyze again' }));
    await waitFor(() =>
      expect(onStarted).toHaveBeenCalledWith(runningInvestigation),
    );
    expect(api.start).toHaveBeenCalledWith({
      entityRef: 'component:default/checkout',
      namespace: 'team-a-prod',
      cluster: 'sandbox',
      timeRange: runningInvestigation.window,
    });
  });

  it.each([
    ['failed', failedInvestigation, /the Kubernetes API did not answer/],
    ['unknown or foreign', new NotFoundError('x'), /that you may not read/],
    ['denied', new NotAllowedError('x'), /do not have the permission/],
    ['unreachable', new TypeError('Failed to fetch'), /could not be reached/],
  ])('should explain what is %s', async (_name, outcome, text) => {
    const api = mockRcaApi();
    if ('state' in outcome) {
      api.get.mockResolvedValue(outcome);
    } else {
      api.get.mockRejectedValue(outcome);
    }
    render(api);
    expect(await screen.findByText(text)).toBeVisible();
    expect(
      screen.queryByRole('article', { name: 'Root-cause report' }),
    ).toBeNull();
  });
});
