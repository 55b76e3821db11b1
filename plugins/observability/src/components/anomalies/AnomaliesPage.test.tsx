import { expectAccessible } from '@internal/page-kit/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  anomalyList,
  mute,
  newErrors,
  slowCheckout,
} from '../../__fixtures__/anomalies';
import { mockObservabilityApi } from '../../__testUtils__/mockObservabilityApi';
import {
  backendError,
  renderTelemetry,
} from '../../__testUtils__/renderTelemetry';
import { AnomaliesPage } from './AnomaliesPage';

// Dialogs and choices with axe take their time on a busy machine.
jest.setTimeout(30_000);

const mockApi = (methods: Parameters<typeof mockObservabilityApi>[0] = {}) =>
  mockObservabilityApi({
    listAnomalies: jest.fn(async () => anomalyList),
    listMutes: jest.fn(async () => ({ items: [] })),
    ...methods,
  });
const show = (api: ReturnType<typeof mockApi>, search = '') =>
  renderTelemetry(<AnomaliesPage />, { api, path: `/?${search}` });

describe('AnomaliesPage', () => {
  it('should say what is unusual, where, since when, how sure, and where to look', async () => {
    const { container } = show(mockApi());
    const first = await screen.findByRole('article', {
      name: slowCheckout.title,
    });
    expect(first).toHaveTextContent('Unusual now');
    expect(first).toHaveTextContent(slowCheckout.explanation);
    expect(first).toHaveTextContent('Sure (97 %)');
    const link = within(first).getByRole('link', {
      name: 'Metrics at that time',
    });
    const { pathname, searchParams } = new URL(
      link.getAttribute('href')!,
      'http://portal',
    );
    expect(pathname).toBe('/catalog/default/component/checkout/metrics');
    expect(searchParams.get('from')).toBe('2026-03-02T11:12:00.000Z');
    expect(
      within(first).getByRole('link', { name: 'Find the root cause' }),
    ).toBeVisible();

    expect(screen.getByText(/The first began/)).toHaveTextContent(
      /^2: checkout \(1\), cart \(1\)\. The first began .+ ago, /,
    );
    // No entity is known for it, so there is no page to link to.
    const second = screen.getByRole('article', { name: newErrors.title });
    expect(second).toHaveTextContent('Over');
    expect(second).toHaveTextContent('Likely (74 %)');
    expect(within(second).queryByRole('link')).not.toBeInTheDocument();

    expect(
      screen.getByText('team-a-staging (sandbox) was not seen in full'),
    ).toBeVisible();
    expect(screen.getByText('Not scanned yet')).toBeVisible();
    await expectAccessible(container);
  });

  it('should ask for what is unusual now unless told otherwise, and keep that in the address', async () => {
    const user = userEvent.setup();
    const api = mockApi();
    show(api);
    await screen.findByRole('article', { name: slowCheckout.title });
    const asked = (query: object) =>
      waitFor(() =>
        expect(api.listAnomalies).toHaveBeenLastCalledWith(
          { cursor: undefined, ...query },
          expect.anything(),
        ),
      );
    await asked({ state: 'open' });
    await user.click(screen.getByRole('switch', { name: 'Show muted' }));
    await asked({ state: 'open', muted: true });
    await user.click(screen.getByRole('button', { name: /Where/ }));
    await user.click(
      await screen.findByRole('option', { name: 'team-a-prod (sandbox)' }),
    );
    await asked({
      ...{ state: 'open', muted: true },
      ...{ cluster: 'sandbox', namespace: 'team-a-prod' },
    });
    await user.click(screen.getByRole('button', { name: 'Clear filter' }));
    await asked({ state: 'open' });
  });

  it('should mute one thing or all of a service, with a reason, and end it again', async () => {
    const user = userEvent.setup();
    const api = mockApi({
      createMute: jest
        .fn()
        .mockRejectedValueOnce(backendError('NotAllowedError', 'no'))
        .mockResolvedValueOnce(mute),
      listMutes: jest
        .fn()
        .mockResolvedValueOnce({ items: [] })
        .mockResolvedValueOnce({ items: [mute] })
        .mockResolvedValue({ items: [] }),
      deleteMute: jest.fn().mockResolvedValue(undefined),
    });
    show(api);
    await user.click(
      await screen.findByRole('button', { name: `Mute ${slowCheckout.title}` }),
    );
    const dialog = await screen.findByRole('dialog');
    const send = within(dialog).getByRole('button', { name: 'Mute' });
    expect(send).toBeDisabled();
    await user.type(within(dialog).getByRole('textbox'), 'Known');
    await expectAccessible(dialog);
    await user.click(send);
    expect(await within(dialog).findByText('It was not muted')).toBeVisible();
    await user.click(send);
    await waitFor(() =>
      expect(api.createMute).toHaveBeenLastCalledWith({
        cluster: 'sandbox',
        namespace: 'team-a-prod',
        service: 'checkout',
        subject: 'request-latency',
        reason: 'Known',
        days: 7,
      }),
    );
    const end = await screen.findByRole('button', {
      name: 'End the mute of cpu-usage',
    });
    await user.click(end);
    await waitFor(() => expect(api.deleteMute).toHaveBeenCalledWith(mute.id));
    await waitFor(() => expect(end).not.toBeInTheDocument());
  });

  it.each([
    ['', 'Nothing unusual'],
    ['signal=log', 'Nothing matches'],
  ])('should say so when %p finds nothing', async (search, title) => {
    show(
      mockApi({
        listAnomalies: jest.fn(async () => ({ items: [], scans: [] })),
      }),
      search,
    );
    expect(await screen.findByText(title)).toBeVisible();
  });

  it('should say that the list could not be loaded', async () => {
    const user = userEvent.setup();
    const down = backendError('ServiceUnavailableError', 'down');
    show(
      mockApi({
        listAnomalies: jest
          .fn()
          .mockRejectedValueOnce(down)
          .mockResolvedValue(anomalyList),
      }),
    );
    expect(
      await screen.findByText('The anomalies could not be loaded'),
    ).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('article', { name: slowCheckout.title }),
    ).toBeVisible();
  });
});
