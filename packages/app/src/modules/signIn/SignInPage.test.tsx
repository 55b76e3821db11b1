import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setAppConfig } from '../../__testUtils__/setAppConfig';
import App from '../../App';

// The whole app is rendered, on a machine that may be busy.
jest.setTimeout(60_000);

describe('SignInPage', () => {
  const fetch = jest.fn();

  beforeEach(() => {
    global.fetch = fetch;
    setAppConfig({ environment: 'local', providers: { ldap: {}, saml: {} } });
  });

  it('should offer a form where there is a directory, and say what was wrong', async () => {
    const user = userEvent.setup();
    const sent: unknown[] = [];
    fetch.mockImplementation(async (input: unknown, init?: RequestInit) => {
      const url = String(input instanceof Request ? input.url : input);
      if (url.endsWith('/ldap/handler/frame')) {
        sent.push(JSON.parse(String(init?.body)), init?.headers);
        return Response.json(
          { error: { name: 'AuthenticationError', message: 'wrong' } },
          { status: 401 },
        );
      }
      return Response.json({ error: {} }, { status: 401 });
    });
    render(App.createRoot());

    const name = await screen.findByRole(
      'textbox',
      { name: /User name/ },
      { timeout: 5_000 },
    );
    const password = screen.getByLabelText(/^Password/);
    expect(password).toHaveAttribute('type', 'password');
    expect(password).toHaveAttribute('autocomplete', 'current-password');
    expect(name).toHaveAttribute('autocomplete', 'username');
    const submit = screen.getByRole('button', {
      name: 'Sign in with password',
    });
    expect(submit).toBeDisabled();
    expect(
      screen.getByRole('button', { name: 'Sign in with SAML' }),
    ).toBeVisible();
    expect(
      screen.queryByRole('button', { name: /company account|GitHub/ }),
    ).not.toBeInTheDocument();

    // By keyboard alone.
    await user.click(name);
    await user.keyboard('alice{Tab}secret{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The name or the password is wrong',
    );
    expect(sent).toEqual([
      { username: 'alice', password: 'secret' },
      expect.objectContaining({ 'x-requested-with': 'XMLHttpRequest' }),
    ]);
  });
});
