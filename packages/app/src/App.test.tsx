import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setAppConfig } from './__testUtils__/setAppConfig';
import App from './App';

const respond = (status: number) => async (input: unknown) => {
  const url = String(input instanceof Request ? input.url : input);
  if (url.includes('/api/auth/zitadel/refresh')) {
    return Response.json(
      { error: { name: 'AuthenticationError', message: 'no session' } },
      { status: 401 },
    );
  }
  return new Response(null, { status });
};

describe('App', () => {
  const fetch = jest.fn();

  beforeEach(() => {
    fetch.mockReset();
    global.fetch = fetch;
    setAppConfig({ environment: 'local' });
  });

  it('should offer one way in and say when the identity provider is down', async () => {
    const user = userEvent.setup();
    fetch.mockImplementation(respond(503));
    render(App.createRoot());

    expect(
      await screen.findByRole(
        'heading',
        { name: 'Sign in' },
        { timeout: 5_000 },
      ),
    ).toBeVisible();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The identity provider does not answer',
    );
    expect(screen.queryByText(/guest/i)).not.toBeInTheDocument();

    // jsdom opens no windows, which is what a pop-up blocker looks like.
    jest.spyOn(window, 'open').mockReturnValue(null);
    fetch.mockImplementation(respond(200));
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByText('Your browser blocked the sign-in window'),
    ).toBeVisible();
    expect(window.open).toHaveBeenCalledWith(
      expect.stringMatching(
        /^http:\/\/localhost:7007\/api\/auth\/zitadel\/start\?.*offline_access/,
      ),
      expect.anything(),
      expect.anything(),
    );
  });
});
