import { expectAccessible } from '@internal/page-kit/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { checkoutTarget } from '../../__fixtures__/logs';
import { failedTrace, foundTraces } from '../../__fixtures__/traces';
import { mockObservabilityApi } from '../../__testUtils__/mockObservabilityApi';
import {
  backendError,
  renderTelemetry,
} from '../../__testUtils__/renderTelemetry';
import { longestStep } from './longestStep';
import { TracesTab } from './TracesTab';
import { toWaterfall } from './waterfall';

// Tables with axe take their time on a busy machine.
jest.setTimeout(30_000);

const WINDOW = 'from=2026-03-02T11:00:00Z&to=2026-03-02T12:00:00Z';
const mockTracesApi = (
  methods: Parameters<typeof mockObservabilityApi>[0] = {},
) =>
  mockObservabilityApi({
    getTarget: jest.fn(async () => checkoutTarget),
    searchTraces: jest.fn(async () => foundTraces),
    getTrace: jest.fn(async () => failedTrace),
    ...methods,
  });
const show = (api: ReturnType<typeof mockTracesApi>, search = WINDOW) =>
  renderTelemetry(<TracesTab />, { api, path: `/?${search}` });

describe('TracesTab', () => {
  it('should show the worst operations and the slowest traces, and narrow them', async () => {
    const user = userEvent.setup();
    const api = mockTracesApi();
    const { container } = show(api);

    const operations = await screen.findByRole('table', { name: 'Operations' });
    expect(
      within(operations)
        .getAllByRole('row')
        .map(row => row.textContent),
    ).toEqual([
      'OperationTracesFailedp50p99',
      'POST /checkout31 of 3205 ms1.8 s',
      'GET /health1201.2 ms2.4 ms',
    ]);
    const [, slowest] = within(
      screen.getByRole('table', { name: 'Slowest traces' }),
    ).getAllByRole('row');
    expect(slowest).toHaveTextContent('Failed');
    expect(slowest).toHaveTextContent('7 and 3 hidden');
    expect(
      screen.getByText(/Of the 3 that the store gave first/),
    ).toBeVisible();
    await expectAccessible(container);

    await user.click(
      screen.getByRole('button', { name: 'Only POST /checkout' }),
    );
    await user.click(screen.getByRole('switch', { name: 'Only failed' }));
    await waitFor(() =>
      expect(api.searchTraces).toHaveBeenLastCalledWith(
        expect.objectContaining({
          operation: 'POST /checkout',
          onlyErrors: true,
        }),
        expect.anything(),
      ),
    );
    await user.click(screen.getByRole('button', { name: 'Clear filter' }));
    await waitFor(() =>
      expect(api.searchTraces).toHaveBeenLastCalledWith(
        expect.not.objectContaining({ operation: 'POST /checkout' }),
        expect.anything(),
      ),
    );
  });

  it('should draw a trace with what is hidden, fold it, and open a span', async () => {
    const user = userEvent.setup();
    const { container } = show(
      mockTracesApi(),
      `${WINDOW}&trace=${failedTrace.traceId}`,
    );
    const spans = await screen.findByRole('list', { name: 'Spans' });
    expect(
      screen.getByText('3 spans are of namespaces that are not yours'),
    ).toBeVisible();
    expect(screen.getByText(/^7 spans in/)).toHaveTextContent(
      'The longest step is checkout POST payments with 1.7 s of waiting.',
    );
    const names = () =>
      within(spans)
        .getAllByRole('button', { name: /^(?!Spans below)/ })
        .map(button => button.textContent);
    expect(names()).toEqual([
      'frontend POST /checkout failed',
      'frontend POST checkout failed',
      'checkout POST /checkout failed',
      'checkout GET cart',
      'cart GET /cart',
      'checkout POST payments failed',
      'products GET /price',
    ]);
    await expectAccessible(container);

    await user.click(
      screen.getByRole('button', { name: /checkout POST \/checkout failed/ }),
    );
    expect(screen.getByText('payments did not answer')).toBeVisible();
    expect(
      screen.getByText('exception.message: upstream timed out'),
    ).toBeVisible();
    const logs = new URL(
      screen
        .getByRole('link', { name: 'Logs of this request' })
        .getAttribute('href')!,
      'http://portal',
    );
    expect(logs.searchParams.get('is')).toBe(`trace_id=${failedTrace.traceId}`);

    await user.click(
      screen.getByRole('button', {
        name: /Spans below frontend POST checkout/,
      }),
    );
    expect(names()).toEqual([
      'frontend POST /checkout failed',
      'frontend POST checkout failed',
      'products GET /price',
    ]);
    await user.click(screen.getByRole('button', { name: 'Close' }));
    await waitFor(() =>
      expect(screen.queryByText('Trace')).not.toBeInTheDocument(),
    );
  });

  it('should say what failed, what is missing and what is not there', async () => {
    const user = userEvent.setup();
    const down = backendError(
      'ServiceUnavailableError',
      'The trace store of sandbox did not answer',
    );
    const none = { traces: [], operations: [], truncated: false };
    show(
      mockTracesApi({
        searchTraces: jest
          .fn()
          .mockRejectedValueOnce(down)
          .mockResolvedValue(none),
        getTrace: jest
          .fn()
          .mockRejectedValue(backendError('NotFoundError', 'No such trace')),
      }),
      `${WINDOW}&trace=ffff&min=500`,
    );
    expect(
      await screen.findByText('The traces could not be read'),
    ).toBeVisible();
    expect(screen.getByText('The trace could not be read')).toBeVisible();
    const retries = screen.getAllByRole('button', { name: 'Try again' });
    await user.click(retries[retries.length - 1]);
    expect(await screen.findByText('No trace matches')).toBeVisible();
  });
});

describe('longestStep', () => {
  it('should not count what runs below, beside each other, or outside of a span', () => {
    const base = Date.parse('2026-03-02T11:00:00Z');
    const span = (
      spanId: string,
      parentId: string | undefined,
      from: number,
      durationMs: number,
    ) => ({
      ...failedTrace.spans[0],
      spanId,
      parentId,
      start: new Date(base + from).toISOString(),
      durationMs,
    });
    const stepOf = (...spans: ReturnType<typeof span>[]) => {
      const step = longestStep({ spans });
      return step && [step.span.spanId, step.ownMs];
    };
    expect(stepOf()).toBeUndefined();
    // Two below it at the same time, and one that goes on after it.
    const children = [
      span('b', 'a', 100, 400),
      span('c', 'a', 200, 400),
      span('d', 'a', 900, 5_000),
    ];
    expect(stepOf(span('a', undefined, 0, 1_000), ...children)).toEqual([
      'd',
      5_000,
    ]);
    expect(
      stepOf(span('a', undefined, 0, 1_000), ...children.slice(0, 2)),
    ).toEqual(['a', 500]);
    expect(stepOf(span('a', 'a', 0, 10))).toEqual(['a', 10]);
    expect(stepOf(span('a', 'b', 0, 10), span('b', 'a', 0, 30))).toEqual([
      'b',
      20,
    ]);
  });
});

describe('toWaterfall', () => {
  const trace = (parents: Record<string, string | undefined>) => ({
    ...failedTrace,
    spans: Object.entries(parents).map(([spanId, parentId]) => ({
      ...failedTrace.spans[0],
      spanId,
      parentId,
    })),
  });

  it.each([
    ['a circle', { a: 'b', b: 'a' }, ['a', 'b']],
    ['a span below itself', { a: 'a', b: undefined }, ['b', 'a']],
    ['a parent that is not there', { a: 'gone', b: 'a' }, ['a', 'b']],
  ])('should show each span of %s once', (_, parents, expected) => {
    const rows = toWaterfall(trace(parents));
    expect(rows.map(({ span }) => span.spanId)).toEqual(expected);
  });

  it('should keep bars inside the axis whatever the clocks say', () => {
    const early = {
      ...failedTrace.spans[0],
      start: '2026-03-02T11:00:00Z',
      durationMs: 9_999_999,
    };
    const late = { ...early, spanId: 'z', start: '2026-03-02T12:00:00Z' };
    for (const { offset, width } of toWaterfall({
      ...failedTrace,
      durationMs: 0,
      spans: [early, late],
    })) {
      expect(offset).toBeGreaterThanOrEqual(0);
      expect(offset + width).toBeLessThanOrEqual(1);
    }
  });
});
