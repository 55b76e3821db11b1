import { expectAccessible } from '@internal/page-kit/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { checkoutTarget, marksOf } from '../../__fixtures__/logs';
import {
  metricNames,
  panelInfos,
  panelOf,
  queryAnswerOf,
} from '../../__fixtures__/metrics';
import { mockObservabilityApi } from '../../__testUtils__/mockObservabilityApi';
import {
  backendError,
  renderTelemetry,
} from '../../__testUtils__/renderTelemetry';
import { PlotProps } from '../charts/Plot';
import { MetricsTab } from './MetricsTab';

// Menus and axe take their time on a busy machine.
jest.setTimeout(30_000);

const drawn: PlotProps[] = [];
jest.mock('../charts/Plot', () => ({
  Plot: (props: PlotProps) => {
    drawn.push(props);
    return null;
  },
}));
beforeEach(() => {
  drawn.length = 0;
});

const mockApi = (methods: Parameters<typeof mockObservabilityApi>[0] = {}) =>
  mockObservabilityApi({
    getTarget: jest.fn(async () => checkoutTarget),
    getMarks: jest.fn(async ({ window }) => marksOf(window)),
    listMetricPanels: jest.fn(async () => ({ panels: panelInfos })),
    getMetricPanel: jest.fn(async ({ panel, window }) =>
      panelOf(panel, window),
    ),
    queryMetrics: jest.fn(async ({ query, window }) =>
      queryAnswerOf(query, window),
    ),
    getMetricNames: jest.fn(async ({ label }) => ({
      names: label ? ['checkout', 'cart'] : metricNames,
      truncated: false,
    })),
    ...methods,
  });
const show = (api: ReturnType<typeof mockApi>, search = '') =>
  renderTelemetry(<MetricsTab />, { api, path: `/?${search}` });

const unavailable = () =>
  backendError('ServiceUnavailableError', 'The store took longer than 8 s');

describe('panels', () => {
  it('should say what is unusual before any chart, and in words under each, with the query', async () => {
    const user = userEvent.setup();
    const { container } = show(mockApi());
    const latency = await screen.findByRole('link', { name: 'Latency (p99)' });
    const summary = latency.closest('[role="status"]') as HTMLElement;
    await waitFor(() => expect(summary).not.toHaveTextContent('so far'));
    expect(summary).toHaveTextContent(/^Unusual now: Latency \(p99\) since /);
    expect(summary).toHaveTextContent(/Unusual for a while: Memory since /);

    const notes = screen.getByRole('list', { name: 'Unusual in Latency' });
    expect(notes).toHaveTextContent('p99 rose to 900 ms');
    expect(notes).toHaveTextContent(/Another level, since .*Sure \(97 %\)/);
    expect(screen.getByText('1 anomaly')).toBeVisible();
    expect(
      screen.getByRole('list', { name: 'Unusual in Memory' }),
    ).toHaveTextContent(/Outlier, .+ to .+Likely \(74 %\)/);
    expect(screen.getByText('1 anomaly, over')).toBeVisible();
    expect(screen.getByText(/There are more series/)).toBeVisible();

    const scrollIntoView = jest.fn();
    Element.prototype.scrollIntoView = scrollIntoView;
    await user.click(latency);
    expect(scrollIntoView).toHaveBeenCalledTimes(1);
    expect(document.activeElement).toContainElement(notes);

    const queries = screen.getByRole('list', {
      name: 'Queries of Latency',
      hidden: true,
    });
    const link = within(queries).getByRole('link', {
      name: 'Open in the query box: Latency 2',
      hidden: true,
    });
    const { searchParams } = new URL(
      link.getAttribute('href')!,
      'http://portal',
    );
    expect(searchParams.get('view')).toBe('query');
    expect(searchParams.get('mq')).toMatch(/^histogram_quantile\(0\.99/);
    expect(drawn.flatMap(({ spans }) => spans)).toContainEqual(
      expect.objectContaining({
        to: undefined,
        expected: { low: 0.14, high: 0.22 },
      }),
    );
    await expectAccessible(container);
  });

  it('should not start all panels at once, and show the rest when one fails', async () => {
    const user = userEvent.setup();
    const waiting: Array<() => void> = [];
    let underWay = 0;
    let most = 0;
    const api = mockApi({
      getMetricPanel: jest.fn(async ({ panel, window }) => {
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise<void>(resolve => waiting.push(resolve));
        underWay -= 1;
        if (panel === 'latency' && api.getMetricPanel.mock.calls.length < 5) {
          throw unavailable();
        }
        return panelOf(panel, window);
      }),
    });
    show(api);
    for (let index = 0; index < panelInfos.length; index++) {
      await waitFor(() => expect(waiting.length).toBeGreaterThan(index));
      waiting[index]();
    }
    expect(await screen.findByText('Latency could not be read')).toBeVisible();
    expect(
      await screen.findByText('1 of 4 panels could not be read'),
    ).toBeVisible();
    expect(
      await screen.findByRole('figure', { name: 'Replicas' }),
    ).toBeVisible();
    expect(most).toBe(3);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(waiting).toHaveLength(5));
    waiting[4]();
    expect(
      await screen.findByRole('figure', { name: 'Latency' }),
    ).toBeVisible();
    expect(screen.queryByText(/could not be read/)).not.toBeInTheDocument();
  });

  it.each<[string, Parameters<typeof mockApi>[0], RegExp]>([
    [
      'no panel has values',
      {
        getMetricPanel: async ({ panel, window }) => ({
          ...panelOf(panel, window),
          series: [],
          anomalies: [],
        }),
      },
      /^No metrics of checkout in this time$/,
    ],
    [
      'all is as always',
      {
        getMetricPanel: async ({ panel, window }) => ({
          ...panelOf(panel, window),
          anomalies: [],
        }),
      },
      /^Nothing unusual on the 4 panels/,
    ],
    [
      'there is no store',
      { getTarget: async () => ({ ...checkoutTarget, stores: {} }) },
      /^No metric store for the cluster sandbox$/,
    ],
    [
      'the caller may not look',
      {
        getTarget: async () => {
          throw backendError('NotAllowedError', 'no', 'namespace-denied');
        },
      },
      /^The metrics of this component could not be opened$/,
    ],
    [
      'the catalogue fails',
      {
        listMetricPanels: async () => {
          throw unavailable();
        },
      },
      /^The list of panels could not be loaded$/,
    ],
  ])('should say so when %s', async (_, methods, text) => {
    const { container } = show(mockApi(methods));
    expect(await screen.findByText(text)).toBeVisible();
    await expectAccessible(container);
  });
});

describe('query', () => {
  const box = () =>
    screen.findByRole('textbox', { name: 'Query in MetricsQL' });

  it('should complete names and values with keys alone, run by Enter, and say the last values', async () => {
    const user = userEvent.setup();
    const api = mockApi();
    const { container } = show(api, 'view=query');
    const text = await box();
    expect(screen.getByText(/Only series of team-a-prod/)).toBeVisible();
    expect(screen.getByText('No query yet')).toBeVisible();

    await user.type(text, 'http');
    const option = await screen.findByRole('option', {
      name: /^http_server_request_duration_seconds_count/,
    });
    await expectAccessible(container);
    await user.keyboard('{ArrowDown}');
    expect(option).toHaveAttribute('aria-selected', 'true');
    expect(text).toHaveAttribute('aria-activedescendant', option.id);
    await user.keyboard('{Enter}');
    await user.keyboard('{{service_name="ch');
    await user.click(await screen.findByRole('option', { name: /^checkout/ }));
    await user.keyboard('"}');
    const query =
      'http_server_request_duration_seconds_count{service_name="checkout"}';
    expect(text).toHaveValue(query);
    expect(api.queryMetrics).not.toHaveBeenCalled();

    await user.keyboard('{Enter}');
    const table = await screen.findByRole('table', { name: 'Last values' });
    expect(api.queryMetrics).toHaveBeenCalledTimes(1);
    expect(api.queryMetrics.mock.calls[0][0]).toMatchObject({
      query,
      namespace: 'team-a-prod',
    });
    const rows = within(table).getAllByRole('row');
    expect(rows[1]).toHaveTextContent('up{pod="checkout-b"}4');
    expect(rows[2]).toHaveTextContent('up{pod="checkout-a"}1');

    // What was found is offered first from now on.
    await user.clear(text);
    await user.keyboard('up{{zo');
    expect(await screen.findByRole('option', { name: /^zone/ })).toBeVisible();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('option')).not.toBeInTheDocument();
    await user.clear(text);
    await user.click(screen.getByRole('button', { name: 'Recent' }));
    await user.click(await screen.findByRole('menuitem', { name: query }));
    await waitFor(() => expect(api.queryMetrics).toHaveBeenCalledTimes(1));
    await expectAccessible(container);
  });

  it('should run what a link says, again when asked, and say in words what the store refused', async () => {
    const user = userEvent.setup();
    const api = mockApi({
      getMetricNames: jest.fn().mockRejectedValue(unavailable()),
      queryMetrics: jest
        .fn()
        .mockRejectedValueOnce(
          backendError('InputError', 'unexpected end of input at position 9'),
        )
        .mockImplementation(async ({ query, window }) => ({
          ...queryAnswerOf(query, window),
          truncated: true,
        })),
    });
    const { container } = show(api, 'view=query&mq=sum(rate(');
    expect(await screen.findByText('The query was not answered')).toBeVisible();
    expect(
      screen.getByText(/unexpected end of input at position 9/),
    ).toBeVisible();
    const text = await box();
    expect(text).toHaveValue('sum(rate(');
    expect(await screen.findByText(/Names cannot be completed/)).toBeVisible();
    await expectAccessible(container);
    await user.click(text);
    await user.keyboard('{Enter}');
    expect(
      await screen.findByText('There is more than is shown'),
    ).toBeVisible();
    expect(api.queryMetrics).toHaveBeenCalledTimes(2);
  });

  it('should say that a valid query finds nothing', async () => {
    show(
      mockApi({
        queryMetrics: jest.fn(async ({ query, window }) => ({
          ...queryAnswerOf(query, window),
          series: [],
        })),
      }),
      'view=query&mq=absent_metric',
    );
    expect(await screen.findByText('No series in this time')).toBeVisible();
  });
});
