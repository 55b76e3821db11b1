import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ResponseError } from '@backstage/errors';
import { expectAccessible } from '@internal/page-kit/testUtils';
import {
  allowedExplanation,
  deniedExplanation,
  freshCluster,
} from '../../__fixtures__/access';
import {
  mockTenancyApi,
  renderTenancy,
} from '../../__testUtils__/renderTenancy';
import { CheckNamespace } from './CheckNamespace';

const refusal = (status: number, name: string, reason?: string) =>
  ResponseError.fromResponse(
    Response.json(
      { error: { name, message: 'no', reason }, response: {} },
      { status },
    ),
  );

describe('CheckNamespace', () => {
  it('should explain a decision and take a request for access', async () => {
    const user = userEvent.setup();
    const api = mockTenancyApi({
      explain: jest.fn(async ({ namespace }) =>
        namespace === 'team-a-prod' ? allowedExplanation : deniedExplanation,
      ),
      requestAccess: jest
        .fn()
        .mockRejectedValueOnce(
          await refusal(429, 'TooManyRequestsError', 'too-many-requests'),
        )
        .mockResolvedValueOnce({ status: 'received' }),
    });
    const { container } = renderTenancy(
      <CheckNamespace clusters={[freshCluster]} />,
      { api, path: '/my-access?check=sandbox%2Fteam-a-prod' },
    );

    // A link can ask.
    expect(await screen.findByText(allowedExplanation.sentence)).toBeVisible();
    expect(screen.getByText('Open to you')).toBeVisible();
    expect(screen.queryByText('Ask for access')).not.toBeInTheDocument();

    const field = screen.getByRole('textbox', { name: 'Namespace' });
    await user.clear(field);
    expect(screen.getByRole('button', { name: 'Check' })).toBeDisabled();
    await user.type(field, ' team-b-prod {Enter}');
    expect(await screen.findByText(deniedExplanation.sentence)).toBeVisible();
    expect(screen.getByText(deniedExplanation.whatToDo!)).toBeVisible();
    expect(screen.getByText('no-access')).toBeVisible();
    expect(api.explain).toHaveBeenLastCalledWith(
      { cluster: 'sandbox', namespace: 'team-b-prod' },
      expect.anything(),
    );
    await expectAccessible(container);

    await user.click(screen.getByRole('button', { name: 'Ask for access' }));
    const dialog = await screen.findByRole('dialog', {
      name: 'Ask for access',
    });
    const send = within(dialog).getByRole('button', { name: 'Send request' });
    expect(send).toBeDisabled();
    await user.type(
      within(dialog).getByRole('textbox', { name: /Why do you need it/ }),
      'On call for payments',
    );
    await expectAccessible(dialog);
    await user.click(send);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'The request was not sentYou have asked for as many namespaces as one may within a day.',
    );
    // What was written is still there.
    await user.click(send);
    expect(
      await within(dialog).findByText('The request was received'),
    ).toBeVisible();
    expect(api.requestAccess).toHaveBeenLastCalledWith({
      cluster: 'sandbox',
      namespace: 'team-b-prod',
      reason: 'On call for payments',
    });
    await user.click(within(dialog).getByRole('button', { name: 'Done' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('should work without a known cluster and say when it cannot tell', async () => {
    const user = userEvent.setup();
    const api = mockTenancyApi({
      explain: jest
        .fn()
        .mockRejectedValueOnce(await refusal(503, 'ServiceUnavailableError'))
        .mockResolvedValue(deniedExplanation),
    });
    renderTenancy(<CheckNamespace clusters={[]} />, { api });
    await user.type(
      await screen.findByRole('textbox', { name: 'Cluster' }),
      'sandbox',
    );
    await user.type(
      screen.getByRole('textbox', { name: 'Namespace' }),
      'team-b-prod{Enter}',
    );
    expect(
      await screen.findByText('The namespace could not be checked'),
    ).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Closed to you')).toBeVisible();
  });
});
