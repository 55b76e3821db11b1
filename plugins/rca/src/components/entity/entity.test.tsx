import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { ResponseError } from '@backstage/errors';
import {
  causeFoundReport,
  healthyReport,
  investigationOf,
  runningInvestigation,
} from '../../__fixtures__/reports';
import { mockRcaApi, renderRca } from '../../__testUtils__/renderRca';
import { EntityRootCauseCard } from './EntityRootCauseCard';
import { EntityRootCauseContent } from './EntityRootCauseContent';

jest.mock('@backstage/plugin-catalog-react', () => ({
  ...jest.requireActual('@backstage/plugin-catalog-react'),
  EntityRefLink: ({ entityRef }: { entityRef: string }) => <>{entityRef}</>,
}));

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'checkout',
    annotations: {
      'backstage.io/kubernetes-cluster': 'sandbox',
      'backstage.io/kubernetes-namespace': 'team-b-prod',
    },
  },
};
const latest = investigationOf(causeFoundReport);
const earlier = { ...investigationOf(healthyReport), report: undefined };

const onEntity = (element: JSX.Element) => (
  <EntityProvider entity={entity}>{element}</EntityProvider>
);

describe('EntityRootCauseContent', () => {
  it('should show the latest report, the earlier ones, and analyze', async () => {
    const user = userEvent.setup();
    const api = mockRcaApi();
    api.list.mockResolvedValue({ items: [latest, earlier] });
    api.get.mockImplementation(async id =>
      id === latest.id ? latest : { ...runningInvestigation, id },
    );
    api.start.mockResolvedValue({ ...runningInvestigation, id: 'inv-new' });
    renderRca(onEntity(<EntityRootCauseContent />), { api });

    expect(
      await screen.findByRole('heading', { name: causeFoundReport.summary }),
    ).toBeVisible();
    expect(
      screen.getByRole('region', { name: 'Earlier analyses' }),
    ).toHaveTextContent(healthyReport.summary);
    expect(api.list).toHaveBeenCalledWith(
      { entityRef: 'component:default/checkout', limit: 10 },
      expect.anything(),
    );

    await user.click(screen.getByRole('button', { name: /Time range/ }));
    await user.click(
      await screen.findByRole('option', { name: 'Last 6 hours' }),
    );
    await user.click(screen.getByRole('button', { name: 'Analyze' }));
    expect(await screen.findByText('Analyzing checkout')).toBeVisible();
    expect(api.start).toHaveBeenCalledWith({
      entityRef: 'component:default/checkout',
      timeRange: { last: '6h' },
    });
    expect(api.get).toHaveBeenLastCalledWith('inv-new', expect.anything());
  });

  it('should explain why nothing can be analyzed', async () => {
    const user = userEvent.setup();
    const api = mockRcaApi();
    api.list.mockResolvedValue({ items: [] });
    api.start.mockRejectedValue(
      await ResponseError.fromResponse(
        new Response(
          JSON.stringify({
            error: {
              name: 'NotAllowedError',
              message: 'no',
              reason: 'namespace-denied',
            },
            response: { statusCode: 403 },
          }),
          { status: 403, headers: { 'content-type': 'application/json' } },
        ),
      ),
    );
    renderRca(onEntity(<EntityRootCauseContent />), { api });

    expect(await screen.findByText('Not analysed yet')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Analyze' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You may not read the namespace of this component.',
    );
    expect(screen.getByRole('link', { name: 'My access' })).toHaveAttribute(
      'href',
      '/my-access?check=sandbox%2Fteam-b-prod',
    );
  });
});

describe('EntityRootCauseCard', () => {
  it('should show the last verdict in a line and analyze the last hour', async () => {
    const user = userEvent.setup();
    const api = mockRcaApi();
    api.list.mockResolvedValue({ items: [latest] });
    api.start.mockResolvedValue(runningInvestigation);
    renderRca(onEntity(<EntityRootCauseCard />), { api });

    expect(
      await screen.findByRole('link', { name: causeFoundReport.summary }),
    ).toHaveAttribute('href', '/rca/inv-1');
    expect(screen.getByText('Cause found')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Analyze' }));
    await waitFor(() =>
      expect(api.start).toHaveBeenCalledWith({
        entityRef: 'component:default/checkout',
        timeRange: { last: '1h' },
      }),
    );
  });
});
