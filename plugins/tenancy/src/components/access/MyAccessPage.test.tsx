import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expectAccessible } from '@internal/page-kit/testUtils';
import {
  aliceAccess,
  deadCluster,
  flaggedEntity,
  ninaAccess,
  petraAccess,
  staleCluster,
} from '../../__fixtures__/access';
import {
  mockTenancyApi,
  renderTenancy,
} from '../../__testUtils__/renderTenancy';
import { MyAccessPage } from './MyAccessPage';

jest.mock('@backstage/plugin-catalog-react', () => ({
  EntityRefLink: ({ entityRef }: { entityRef: string }) => <>{entityRef}</>,
}));

const render = (
  methods: Parameters<typeof mockTenancyApi>[0],
  path = '/my-access',
) => {
  const api = mockTenancyApi(methods);
  const { container } = renderTenancy(<MyAccessPage />, { api, path });
  return { api, container };
};

describe('MyAccessPage', () => {
  it('should say which namespaces are open, why, and through which group', async () => {
    const { container } = render({
      getAccess: jest.fn().mockResolvedValue(aliceAccess),
      listFlagged: jest
        .fn()
        .mockResolvedValue({ items: [flaggedEntity], totalItems: 1 }),
    });

    expect(await screen.findByRole('heading', { level: 2 })).toHaveTextContent(
      'You can read 4 namespaces: those of your groups and those shared with everybody.',
    );
    const rows = screen.getAllByRole('row').map(row => row.textContent);
    expect(rows).toEqual([
      'NamespaceClusterAccessThroughSaid by',
      'ingresssandboxSharedBeing signed inShared with everybody',
      'monitoringsandboxSharedBeing signed inShared with everybody',
      'team-a-prodsandboxYour team’sgroup:default/team-aLabel of the namespace',
      'team-a-stagingsandboxYour team’sgroup:default/team-aLabel and configuration',
    ]);
    // Owners may look up who else can see it; what is shared is nobody's secret.
    expect(screen.getByRole('link', { name: 'team-a-prod' })).toHaveAttribute(
      'href',
      '/namespaces/sandbox/team-a-prod',
    );
    expect(screen.queryByRole('link', { name: 'ingress' })).toBeNull();
    expect(screen.getByRole('list', { name: 'Clusters' })).toHaveTextContent(
      'SandboxUp to dateLast confirmed 12 s ago.',
    );

    const flagged = await screen.findByRole('region', {
      name: 'Flagged entities',
    });
    expect(flagged).toHaveTextContent(
      "The owner of this entity owns no namespace 'team-b-prod', so it opens nothing there. Name a namespace of the entity’s own team",
    );
    expect(flagged).toHaveTextContent('Used by component:default/frontend');
    await expectAccessible(container);
  });

  it('should tell who is in no team what to do', async () => {
    const { container } = render({
      getAccess: jest.fn().mockResolvedValue(ninaAccess),
    });
    expect(await screen.findByText('You are in no team')).toBeVisible();
    expect(screen.getByText(/Ask the lead of your team/)).toBeVisible();
    expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent(
      'You can read 2 namespaces, shared with everybody who is signed in.',
    );
    expect(screen.queryByText('Flagged entities')).not.toBeInTheDocument();
    await expectAccessible(container);
  });

  it('should show what cannot be told now, and where sign-in and catalog differ', async () => {
    render({
      getAccess: jest.fn().mockResolvedValue({
        ...aliceAccess,
        namespaces: [],
        totalItems: 0,
        clusters: [staleCluster, deadCluster],
        groupDifferences: [
          { group: 'group:default/team-b', onlyIn: 'catalog' },
          { group: 'group:default/team-a', onlyIn: 'sign-in' },
        ],
      }),
    });
    expect(
      await screen.findByText(
        'You can read no namespace now, because a cluster does not answer.',
      ),
    ).toBeVisible();
    expect(screen.getByText('Cluster Harbour: stale')).toBeVisible();
    expect(
      screen.getByText(
        'Last confirmed 3 min ago; the last attempt failed. After 5 min without an answer, all access is denied.',
      ),
    ).toBeVisible();
    expect(screen.getByText('Cluster Island: unavailable')).toBeVisible();
    expect(screen.getByText(/^It has not answered yet/)).toBeVisible();
    expect(
      screen.getByText('The catalog also lists you in team-b'),
    ).toBeVisible();
    expect(
      screen.getByText('The catalog does not list you in team-a yet'),
    ).toBeVisible();
    expect(screen.getByText('No namespaces')).toBeVisible();
  });

  it('should search, filter and page', async () => {
    const user = userEvent.setup();
    const getAccess = jest.fn(async ({ q, access, cursor }) => {
      if (q || access) {
        return { ...petraAccess, namespaces: [], totalItems: 0 };
      }
      return {
        ...petraAccess,
        namespaces: [petraAccess.namespaces[cursor ? 2 : 0]],
        nextCursor: cursor ? undefined : 'c2',
      };
    });
    render({ getAccess });

    await screen.findByText(
      'You can read 3 namespaces, because you belong to the platform.',
    );
    await user.click(screen.getByRole('button', { name: 'Next' }));
    expect(
      await screen.findByRole('link', { name: 'team-b-prod' }),
    ).toBeVisible();

    // A search starts at the first page again, after a pause in typing.
    await user.type(
      screen.getByRole('searchbox', { name: 'Search namespaces' }),
      'nowhere',
    );
    expect(await screen.findByText('No namespace matches')).toBeVisible();
    expect(getAccess).toHaveBeenLastCalledWith(
      { q: 'nowhere', limit: 20 },
      expect.anything(),
    );
    expect(getAccess.mock.calls.filter(([{ q }]) => q)).toHaveLength(1);

    await user.click(screen.getByRole('button', { name: /Any access/ }));
    await user.click(await screen.findByRole('option', { name: 'Shared' }));
    await waitFor(() =>
      expect(getAccess).toHaveBeenLastCalledWith(
        { q: 'nowhere', access: 'shared', limit: 20 },
        expect.anything(),
      ),
    );
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(
      await screen.findByRole('link', { name: 'monitoring' }),
    ).toBeVisible();
  });

  it('should recover from an error', async () => {
    const user = userEvent.setup();
    const getAccess = jest
      .fn()
      .mockRejectedValueOnce(new TypeError('Failed to fetch'))
      .mockResolvedValue(aliceAccess);
    render({ getAccess });
    expect(
      await screen.findByText('Your access could not be looked up'),
    ).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    const list = await screen.findByRole('region', {
      name: 'Namespaces that you can read',
    });
    expect(within(list).getByText('4 namespaces')).toBeVisible();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });
});
