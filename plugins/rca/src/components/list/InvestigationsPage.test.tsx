import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  causeFoundReport,
  failedInvestigation,
  healthyReport,
  investigationOf,
} from '../../__fixtures__/reports';
import { mockRcaApi, renderRca } from '../../__testUtils__/renderRca';
import { InvestigationsPage } from './InvestigationsPage';

const first = { ...investigationOf(causeFoundReport), report: undefined };
const second = { ...investigationOf(healthyReport), report: undefined };

describe('InvestigationsPage', () => {
  it('should list, page and filter', async () => {
    const user = userEvent.setup();
    const api = mockRcaApi();
    api.list.mockImplementation(async ({ cursor, verdict }) => {
      if (verdict) {
        return { items: [] };
      }
      return cursor
        ? { items: [second] }
        : { items: [first, failedInvestigation], nextCursor: 'c2' };
    });
    renderRca(<InvestigationsPage />, { api });

    const rows = await screen.findAllByRole('listitem');
    expect(rows).toHaveLength(2);
    expect(rows[0]).toHaveTextContent('Cause found');
    expect(rows[0]).toHaveTextContent(causeFoundReport.summary);
    expect(within(rows[0]).getByRole('link')).toHaveAttribute(
      'href',
      '/rca/inv-1',
    );
    expect(rows[1]).toHaveTextContent('FailedcheckoutNo source could be read');

    expect(screen.getByRole('button', { name: 'Newer' })).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Older' }));
    expect(await screen.findByText(healthyReport.summary)).toBeVisible();
    expect(api.list).toHaveBeenLastCalledWith(
      { limit: 20, cursor: 'c2' },
      expect.anything(),
    );
    expect(screen.getByRole('button', { name: 'Older' })).toBeDisabled();

    // A filter starts at the first page again.
    await user.click(screen.getByRole('button', { name: /Any verdict/ }));
    await user.click(
      await screen.findByRole('option', { name: 'Inconclusive' }),
    );
    expect(await screen.findByText('No analysis matches')).toBeVisible();
    expect(api.list).toHaveBeenLastCalledWith(
      { verdict: 'inconclusive', limit: 20 },
      expect.anything(),
    );
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(await screen.findByText(causeFoundReport.summary)).toBeVisible();
  });

  it('should say what would appear, and recover from an error', async () => {
    const user = userEvent.setup();
    const api = mockRcaApi();
    api.list
      .mockRejectedValueOnce(new TypeError('Failed to fetch'))
      .mockResolvedValue({ items: [] });
    renderRca(<InvestigationsPage />, { api });

    expect(
      await screen.findByText('The list could not be loaded'),
    ).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() =>
      expect(screen.getByText('No analyses yet')).toBeVisible(),
    );
  });
});
