import { screen } from '@testing-library/react';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { expectAccessible } from '@internal/page-kit/testUtils';
import {
  conflictReport,
  deadCluster,
  flaggedEntity,
  freshCluster,
  namespaces,
  ownedReport,
} from '../../__fixtures__/access';
import {
  mockTenancyApi,
  renderTenancy,
} from '../../__testUtils__/renderTenancy';
import { NamespacesRouter } from './NamespacesRouter';

jest.mock('@backstage/plugin-catalog-react', () => ({
  EntityRefLink: ({ entityRef, title }: Record<string, string>) => (
    <>{title ?? entityRef}</>
  ),
}));

const render = (methods: Parameters<typeof mockTenancyApi>[0], path: string) =>
  renderTenancy(<NamespacesRouter />, {
    api: mockTenancyApi(methods),
    path,
    mountPath: '/namespaces/*',
  });

describe('NamespacesRouter', () => {
  it('should list every namespace with its owner and what the sources say', async () => {
    const { container } = render(
      {
        listNamespaces: jest.fn().mockResolvedValue({
          items: namespaces,
          totalItems: 5,
          clusters: [freshCluster, deadCluster],
        }),
        listFlagged: jest
          .fn()
          .mockResolvedValue({ items: [flaggedEntity], totalItems: 1 }),
      },
      '/namespaces',
    );
    await screen.findByRole('link', { name: 'team-a-prod' });
    expect(screen.getAllByRole('row').map(row => row.textContent)).toEqual([
      'NamespaceClusterStateOwnerSaid by',
      'ingresssandboxOwnedSharedgroup:default/platform-engineeringLabel: group:default/platform-engineering',
      'kube-systemsandboxNo ownerNobodyNo source',
      'scratchsandboxInvalid labelNobodyLabel: something that is no group',
      'team-a-prodsandboxOwnedgroup:default/team-aLabel: group:default/team-a',
      'team-b-prodsandboxConflictNobodyLabel: group:default/team-bConfiguration: group:default/team-a-b',
    ]);
    expect(screen.getByText('Cluster Island: unavailable')).toBeVisible();
    expect(
      await screen.findByRole('region', { name: 'Flagged entities' }),
    ).toBeVisible();
    await expectAccessible(container);
  });

  it('should say who can see a namespace', async () => {
    const getNamespaceAccess = jest.fn().mockResolvedValue(ownedReport);
    const { container } = render(
      { getNamespaceAccess },
      '/namespaces/sandbox/team-a-prod',
    );
    expect(await screen.findByRole('heading', { level: 2 })).toHaveTextContent(
      '3 people can see team-a-prod.',
    );
    expect(getNamespaceAccess).toHaveBeenCalledWith(
      { cluster: 'sandbox', namespace: 'team-a-prod' },
      { limit: 50 },
      expect.anything(),
    );
    expect(screen.getAllByRole('row').map(row => row.textContent)).toEqual([
      'GroupAccessSaid by',
      'group:default/team-aOwnerLabel of the namespace',
      'group:default/platform-engineeringPlatformPortal configuration',
    ]);
    expect(
      screen.getAllByRole('listitem').map(item => item.textContent),
    ).toEqual(expect.arrayContaining(['Alice', 'Adam', 'Petra']));
    await expectAccessible(container);
  });

  it('should name a conflict, what mends it, and what points at the namespace', async () => {
    render(
      {
        getNamespaceAccess: jest.fn().mockResolvedValue(conflictReport),
        listFlagged: jest.fn().mockResolvedValue({
          items: [
            flaggedEntity,
            {
              ...flaggedEntity,
              entityRef: 'component:default/elsewhere',
              namespace: 'team-a-prod',
            },
          ],
          totalItems: 2,
        }),
      },
      '/namespaces/sandbox/team-b-prod',
    );
    expect(await screen.findByRole('heading', { level: 2 })).toHaveTextContent(
      'Nobody can see team-b-prod.',
    );
    expect(
      screen.getByText(/^The trusted sources name different owners/),
    ).toBeVisible();
    const flagged = await screen.findByRole('region', {
      name: 'Flagged entities that point here',
    });
    expect(flagged).toHaveTextContent('component:default/checkout-copy');
    expect(flagged).not.toHaveTextContent('component:default/elsewhere');
  });

  it.each([
    [
      '/namespaces',
      'listNamespaces',
      new NotAllowedError('no'),
      'You do not have the permission for this.',
    ],
    [
      '/namespaces/sandbox/team-b-prod',
      'getNamespaceAccess',
      new NotFoundError('no'),
      'It does not exist, or it belongs to a namespace that you may not read.',
    ],
  ])('should show everybody else the way out of %s', async (...row) => {
    const [path, method, error, sentence] = row;
    render({ [method]: jest.fn().mockRejectedValue(error) }, path);
    expect(await screen.findByRole('alert')).toHaveTextContent(sentence);
    expect(screen.getByRole('link', { name: 'My access' })).toHaveAttribute(
      'href',
      '/my-access',
    );
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });
});
