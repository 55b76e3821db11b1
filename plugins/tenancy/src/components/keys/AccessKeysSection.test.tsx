import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expectAccessible } from '@internal/page-kit/testUtils';
import {
  accessKeys,
  aliceAccess,
  petraAccess,
} from '../../__fixtures__/access';
import {
  mockAccessKeysApi,
  mockTenancyApi,
  renderTenancy,
} from '../../__testUtils__/renderTenancy';
import { AccessKeysSection } from './AccessKeysSection';

jest.mock('@backstage/plugin-catalog-react', () => ({
  EntityRefLink: ({ entityRef }: { entityRef: string }) => <>{entityRef}</>,
}));

// A whole form is filled and checked for accessibility, which a busy machine does not do in 5 s.
jest.setTimeout(30_000);

const secret = 'aiops_key_0123456789';
const withSecret = { key: accessKeys[0], secret };

const render = (
  methods: Parameters<typeof mockAccessKeysApi>[0],
  overview = aliceAccess,
) => {
  const keys = mockAccessKeysApi(methods);
  const api = mockTenancyApi({
    getAccess: jest.fn().mockResolvedValue(overview),
  });
  const { container } = renderTenancy(
    <AccessKeysSection overview={overview} />,
    { api, keys },
  );
  return { keys, container };
};

describe('AccessKeysSection', () => {
  it('should show nothing where the portal has no access keys', async () => {
    const { keys } = render({});
    await waitFor(() => expect(keys.list).toHaveBeenCalled());
    expect(screen.queryByText('Keys for machines')).not.toBeInTheDocument();
  });

  it('should make a key and show its secret once', async () => {
    const user = userEvent.setup();
    const { keys, container } = render({
      list: jest.fn().mockResolvedValueOnce([]).mockResolvedValue(accessKeys),
      create: jest
        .fn()
        .mockRejectedValueOnce(new Error('The group has 20 open keys'))
        .mockResolvedValueOnce(withSecret),
    });
    expect(await screen.findByText('No keys')).toBeVisible();

    await user.click(screen.getByRole('button', { name: 'New key' }));
    const dialog = await screen.findByRole('dialog');
    const make = within(dialog).getByRole('button', { name: 'Make key' });
    expect(make).toBeDisabled();
    await user.type(
      within(dialog).getByRole('textbox', { name: /Name/ }),
      ' nightly report ',
    );
    await user.click(
      within(dialog).getByRole('checkbox', { name: 'Read reports' }),
    );
    await user.click(
      await within(dialog).findByRole('checkbox', {
        name: 'team-a-prod (sandbox)',
      }),
    );
    await expectAccessible(dialog);
    await user.click(make);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'The key was not made',
    );
    await user.click(make);

    expect(await screen.findByText(secret)).toBeVisible();
    expect(keys.create).toHaveBeenLastCalledWith({
      name: 'nightly report',
      owner: 'group:default/team-a',
      permissions: ['rca.report.read'],
      namespaces: [{ cluster: 'sandbox', namespace: 'team-a-prod' }],
      lifetimeHours: 720,
    });
    expect(await screen.findAllByRole('row')).toHaveLength(4);
    await expectAccessible(container);
    await user.click(screen.getByRole('button', { name: 'I have stored it' }));
    expect(screen.queryByText(secret)).not.toBeInTheDocument();
  });

  it('should rotate and revoke after a confirmation, and only keys that work', async () => {
    const user = userEvent.setup();
    const { keys } = render({
      list: jest.fn().mockResolvedValue(accessKeys),
      rotate: jest.fn().mockResolvedValue(withSecret),
      revoke: jest
        .fn()
        .mockRejectedValueOnce(new Error('no'))
        .mockResolvedValueOnce(undefined),
    });
    const [, works, soon, revoked] = await screen.findAllByRole('row');
    expect(works).toHaveTextContent('Works');
    expect(soon).toHaveTextContent('Expires soon');
    expect(soon).toHaveTextContent('in no namespace');
    expect(revoked).toHaveTextContent('Revoked');
    expect(within(revoked).queryByRole('button')).not.toBeInTheDocument();

    await user.click(
      screen.getByRole('button', { name: 'Rotate nightly report' }),
    );
    await user.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Rotate',
      }),
    );
    expect(await screen.findByText(secret)).toBeVisible();

    const revoke = await screen.findByRole('button', {
      name: 'Revoke wall display',
    });
    await waitFor(() => expect(revoke).toBeEnabled());
    await user.click(revoke);
    const dialog = await screen.findByRole('dialog');
    const confirm = within(dialog).getByRole('button', { name: 'Revoke' });
    await user.click(confirm);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'The key was not revoked',
    );
    await user.click(confirm);
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(keys.revoke).toHaveBeenLastCalledWith(accessKeys[1].id);
  });

  it('should let the platform revoke keys of others, and hold none', async () => {
    render({ list: jest.fn().mockResolvedValue(accessKeys) }, petraAccess);
    expect(
      await screen.findByRole('button', { name: 'Revoke nightly report' }),
    ).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Rotate nightly report' }),
    ).not.toBeInTheDocument();
  });
});
