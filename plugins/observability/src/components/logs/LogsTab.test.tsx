import { expectAccessible } from '@internal/page-kit/testUtils';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import {
  checkoutTarget,
  LOG_QUERY,
  linesOf,
  patternsOf,
  volumeOf,
} from '../../__fixtures__/logs';
import { mockLogsApi } from '../../__testUtils__/mockObservabilityApi';
import {
  backendError,
  renderTelemetry,
} from '../../__testUtils__/renderTelemetry';
import { saveFile } from '../../lib/saveFile';
import { PlotProps } from '../charts/Plot';
import { LogsTab } from './LogsTab';

let plot: PlotProps;
jest.mock('../charts/Plot', () => ({
  Plot: (props: PlotProps) => {
    plot = props;
    return null;
  },
}));
jest.mock('../../lib/saveFile', () => ({ saveFile: jest.fn() }));

const WINDOW = 'from=2026-03-02T11:00:00Z&to=2026-03-02T12:00:00Z';
const window = {
  from: '2026-03-02T11:00:00.000Z',
  to: '2026-03-02T12:00:00.000Z',
};
const asked = { entityRef: 'component:default/checkout', window };
const unreachable = backendError(
  'ServiceUnavailableError',
  'The log store of sandbox did not answer within 8 s',
  'store-unavailable',
);

let address = '';
function Address() {
  const { search } = useLocation();
  address = search;
  return null;
}
const show = (api: ReturnType<typeof mockLogsApi>, search = WINDOW) =>
  renderTelemetry(
    <>
      <LogsTab />
      <Address />
    </>,
    { api, path: `/?${search}` },
  );
const parameters = () => new URLSearchParams(address);

/** A whole page with many widgets is slow to ask by role, most of all beside other work. */
jest.setTimeout(20_000);

describe('LogsTab', () => {
  it('should show patterns first, new ones marked, each with its lines on demand', async () => {
    const user = userEvent.setup();
    const api = mockLogsApi();
    const { container } = show(api);

    const patterns = await screen.findByRole('list', { name: 'Patterns' });
    const rows = within(patterns).getAllByRole('listitem');
    expect(rows).toHaveLength(3);
    expect(rows[0]).toHaveTextContent(
      /734 lines.*error.*New.*call to payments/,
    );
    expect(rows[1]).toHaveTextContent(/6.2× more.*retrying payments/);
    expect(rows[2]).toHaveTextContent(/1.3× fewer.*order ‹id› placed in/);
    expect(
      screen.getByText('1 pattern of the time before is gone'),
    ).toBeVisible();
    expect(api.getLogVolume).toHaveBeenCalledWith(
      { ...asked, filter: {} },
      expect.anything(),
    );
    expect(screen.getByText(LOG_QUERY)).toBeVisible();
    expect(
      screen.getByText(/Rollout of payments to revision 12/),
    ).toBeVisible();
    expect(api.getLogLines).not.toHaveBeenCalled();

    await user.click(within(rows[0]).getByRole('button'));
    const lines = await screen.findByRole('list', {
      name: 'Lines of the pattern, newest first',
    });
    expect(within(lines).getAllByRole('listitem').length).toBe(12);
    expect(api.getLogLines).toHaveBeenCalledWith(
      {
        ...asked,
        filter: { phrases: ['call to payments failed after'] },
        limit: 200,
      },
      expect.anything(),
    );
    await expectAccessible(container);

    await user.click(screen.getByRole('button', { name: 'Only this pattern' }));
    expect(parameters().getAll('phrase')).toEqual([
      'call to payments failed after',
    ]);

    await user.click(
      screen.getByRole('button', { name: /Order of the patterns/ }),
    );
    await user.click(
      await screen.findByRole('option', { name: 'Most lines first' }),
    );
    expect(
      within(
        await screen.findByRole('list', { name: 'Patterns' }),
      ).getAllByRole('listitem')[0],
    ).toHaveTextContent('7,480');
  });

  it('should narrow by text, level, field and line, all of it in the address', async () => {
    const user = userEvent.setup();
    const api = mockLogsApi();
    const { container } = show(api, `${WINDOW}&view=lines`);
    await screen.findByRole('list', { name: 'Log lines, newest first' });

    await user.type(
      screen.getByRole('textbox', { name: 'Text in the message' }),
      'timeout{Enter}',
    );
    await user.type(
      screen.getByRole('textbox', { name: 'Text in the message' }),
      'health',
    );
    await user.click(screen.getByRole('button', { name: 'Without' }));
    await user.click(await screen.findByRole('button', { name: /^error 7/ }));

    await user.click(screen.getByRole('button', { name: 'Field' }));
    await user.click(
      await screen.findByRole('button', {
        name: 'Not checkout-7d9f8c6b5-k8m4q',
      }),
    );
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

    // Lines open by keyboard; arrows go from line to line.
    const rows = within(
      await screen.findByRole('list', { name: 'Log lines, newest first' }),
    ).getAllByRole('button');
    act(() => rows[0].focus());
    await user.keyboard('{ArrowDown}');
    expect(rows[1]).toHaveFocus();
    await user.keyboard('{ArrowUp}{Enter}');
    const fields = screen.getByRole('list', { name: 'Fields of the line' });
    expect(screen.getByRole('link', { name: 'Open trace' })).toHaveAttribute(
      'href',
      '/traces?trace=5b8efff798038103d269b633813fc60c',
    );
    await expectAccessible(container);
    await user.click(
      within(fields).getByRole('button', {
        name: 'Only lines with this stream',
      }),
    );
    expect([...parameters()]).toEqual([
      ['from', '2026-03-02T11:00:00Z'],
      ['to', '2026-03-02T12:00:00Z'],
      ['view', 'lines'],
      ['phrase', 'timeout'],
      ['not', 'health'],
      ['level', 'error'],
      ['isnot', 'kubernetes.pod_name=checkout-7d9f8c6b5-k8m4q'],
      ['is', 'stream=stdout'],
    ]);
    const filter = {
      phrases: ['timeout'],
      excludedPhrases: ['health'],
      levels: ['error'],
      fields: [
        {
          name: 'kubernetes.pod_name',
          values: ['checkout-7d9f8c6b5-k8m4q'],
          exclude: true,
        },
        { name: 'stream', values: ['stdout'] },
      ],
    };
    expect(api.getLogVolume).toHaveBeenLastCalledWith(
      { ...asked, filter },
      expect.anything(),
    );

    const chips = screen.getByRole('grid', { name: 'Filters' });
    await user.click(
      within(
        within(chips).getByRole('row', { name: /without “health”/ }),
      ).getByRole('button'),
    );
    expect(parameters().get('not')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect([...parameters().keys()]).toEqual(['from', 'to', 'view']);
  });

  it('should run an edited query in place of the filters, with a way back', async () => {
    const user = userEvent.setup();
    const api = mockLogsApi();
    show(api, `${WINDOW}&level=error`);
    await screen.findByRole('list', { name: 'Patterns' });

    await user.click(screen.getByRole('button', { name: 'Edit' }));
    const text = screen.getByRole('textbox', { name: 'Query in LogsQL' });
    expect(text).toHaveValue(LOG_QUERY);
    await user.clear(text);
    await user.type(text, 'timeout OR refused');
    await user.click(screen.getByRole('button', { name: 'Run' }));

    expect(await screen.findByText('Edited query')).toBeVisible();
    expect(
      screen.getByText(/filters above do not count while the query is edited/),
    ).toBeVisible();
    expect(api.getLogPatterns).toHaveBeenLastCalledWith(
      { ...asked, query: 'timeout OR refused', limit: 100 },
      expect.anything(),
    );
    // Chips do not count now, so none are offered; a pattern has its lines all the same.
    await user.click(
      (
        await screen.findAllByRole('button', { name: /call to payments/ })
      )[0],
    );
    expect(
      screen.queryByRole('button', { name: 'Only this pattern' }),
    ).toBeNull();
    await waitFor(() =>
      expect(api.getLogLines).toHaveBeenLastCalledWith(
        {
          ...asked,
          query: 'timeout OR refused',
          filter: { phrases: ['call to payments failed after'] },
          limit: 200,
        },
        expect.anything(),
      ),
    );

    await user.click(screen.getByRole('button', { name: 'Back to filters' }));
    expect(parameters().get('q')).toBeNull();
    await waitFor(() =>
      expect(api.getLogPatterns).toHaveBeenLastCalledWith(
        { ...asked, filter: { levels: ['error'] }, limit: 100 },
        expect.anything(),
      ),
    );
  });

  it('should zoom where the volume is brushed, and choose time by preset and exactly', async () => {
    const user = userEvent.setup();
    const api = mockLogsApi();
    show(api, 'last=6h');
    await screen.findByRole('list', { name: 'Patterns' });
    const { window: sixHours } = api.getLogVolume.mock.lastCall![0];
    expect(Date.parse(sixHours.to) - Date.parse(sixHours.from)).toBe(
      6 * 3_600_000,
    );
    await waitFor(() => expect(plot).toBeDefined());

    const from = Date.parse(window.from) / 1_000;
    await waitFor(() => plot.onBrushed([from, from + 600]));
    await waitFor(() =>
      expect(api.getLogVolume.mock.lastCall![0].window).toEqual({
        from: '2026-03-02T11:00:00.000Z',
        to: '2026-03-02T11:10:00.000Z',
      }),
    );
    await user.click(screen.getByRole('button', { name: 'Earlier' }));
    expect(parameters().get('from')).toBe('2026-03-02T10:50:00.000Z');

    await user.click(screen.getByRole('button', { name: /^Time:/ }));
    await user.click(
      await screen.findByRole('button', { name: 'Last 15 minutes' }),
    );
    expect([...parameters()]).toEqual([['last', '15m']]);

    const calls = api.getLogVolume.mock.calls.length;
    await user.click(screen.getByRole('button', { name: 'Refresh' }));
    await waitFor(() =>
      expect(api.getLogVolume.mock.calls.length).toBe(calls + 1),
    );
  });

  it('should copy a link to exactly this view, and export what is shown', async () => {
    const user = userEvent.setup();
    const writeText = jest.fn(async () => {});
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText },
      configurable: true,
    });
    const fileOf = (text: string) =>
      ({ slice: () => ({ text: async () => text }) } as unknown as Blob);
    const content = fileOf('time,level\n');
    const api = mockLogsApi({
      exportLogs: jest
        .fn()
        .mockResolvedValueOnce({ name: 'checkout-logs.csv', content })
        .mockResolvedValueOnce({
          name: 'checkout-logs.ndjson',
          content: fileOf('{"a":1}\n{"cut":"Broken off: the store is gone"}\n'),
        })
        .mockRejectedValueOnce(unreachable),
    });
    show(api, 'last=6h&level=error');
    await screen.findByRole('list', { name: 'Patterns' });

    await user.click(
      screen.getByRole('button', { name: 'Copy link to this view' }),
    );
    const link = new URL((writeText.mock.lastCall as unknown as [string])[0]);
    expect(link.searchParams.get('last')).toBeNull();
    expect(link.searchParams.get('from')).toMatch(/Z$/);

    await user.click(screen.getByRole('button', { name: 'Export' }));
    await user.click(await screen.findByRole('menuitem', { name: /^CSV/ }));
    await waitFor(() =>
      expect(saveFile).toHaveBeenCalledWith({
        name: 'checkout-logs.csv',
        content,
      }),
    );
    expect(api.exportLogs.mock.lastCall![0]).toMatchObject({
      filter: { levels: ['error'] },
      format: 'csv',
    });
    expect(screen.queryByText('The exported file is not whole')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Export' }));
    await user.click(await screen.findByRole('menuitem', { name: /^NDJSON/ }));
    expect(
      await screen.findByText('The exported file is not whole'),
    ).toBeVisible();
    expect(screen.getByText('Broken off: the store is gone')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Export' }));
    await user.click(await screen.findByRole('menuitem', { name: /^Text/ }));
    expect(
      await screen.findByText('The lines could not be exported'),
    ).toBeVisible();
  });

  it('should show older lines, and keep what is there when the store dies half-way', async () => {
    const user = userEvent.setup();
    const api = mockLogsApi();
    const { container } = show(api, `${WINDOW}&view=lines`);
    const list = () =>
      screen.findByRole('list', { name: 'Log lines, newest first' });
    await list();

    api.getLogLines.mockResolvedValueOnce({
      ...linesOf({ ...window, to: window.from }, 5),
      nextCursor: 'oldest',
    });
    await user.click(screen.getByRole('button', { name: 'Older lines' }));
    await waitFor(async () =>
      expect(within(await list()).getAllByRole('listitem')).toHaveLength(17),
    );
    expect(api.getLogLines).toHaveBeenLastCalledWith(
      { ...asked, filter: {}, limit: 200, cursor: 'older' },
      expect.anything(),
    );

    api.getLogLines.mockRejectedValue(unreachable);
    api.getLogVolume.mockRejectedValue(unreachable);
    await user.click(screen.getByRole('button', { name: 'Older lines' }));
    expect(
      await screen.findByText(
        'Older lines could not be read; the ones above stay',
      ),
    ).toBeVisible();
    expect(within(await list()).getAllByRole('listitem')).toHaveLength(17);

    api.getLogLines.mockResolvedValue(linesOf(window, 7));
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(async () =>
      expect(within(await list()).getAllByRole('listitem')).toHaveLength(24),
    );
    await expectAccessible(container);
  });

  it('should show lines where patterns cannot be read, and say so', async () => {
    const user = userEvent.setup();
    const api = mockLogsApi();
    api.getLogPatterns.mockRejectedValue(unreachable);
    show(api);
    expect(
      await screen.findByText('Patterns could not be read; lines are shown'),
    ).toBeVisible();
    expect(
      await screen.findByRole('list', { name: 'Log lines, newest first' }),
    ).toBeVisible();

    api.getLogPatterns.mockImplementation(async request => ({
      ...patternsOf(request.window),
      baselineProblem: 'The window before could not be read',
      sample: { read: 100, of: 9_000 },
    }));
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByText('The window before could not be read'),
    ).toBeVisible();
    expect(
      screen.getByText(/100 lines read of 9,000; counts are scaled to all/),
    ).toBeVisible();
  });

  it('should name one cause where nothing can be read', async () => {
    const api = mockLogsApi({
      getMarks: jest.fn().mockRejectedValue(new Error('No marks')),
    });
    for (const read of [
      api.getLogVolume,
      api.getLogPatterns,
      api.getLogLines,
    ] as jest.Mock[]) {
      read.mockRejectedValue(unreachable);
    }
    const { container } = show(api);
    expect(
      await screen.findByText('Patterns and lines could not be read'),
    ).toBeVisible();
    expect(
      screen.getByText('How many lines there are could not be read'),
    ).toBeVisible();
    expect(screen.getByText('Changes could not all be read')).toBeVisible();
    expect(screen.queryByText(/lines are shown/)).toBeNull();
    await expectAccessible(container);
  });

  it('should say what to do where there is nothing, no store, or no access', async () => {
    const empty = mockLogsApi();
    empty.getLogVolume.mockImplementation(async request => ({
      ...volumeOf(request.window),
      levels: [],
      total: 0,
    }));
    empty.getLogPatterns.mockImplementation(async request => ({
      ...patternsOf(request.window),
      patterns: [],
      vanished: [],
    }));
    const first = show(empty);
    expect(await screen.findByText('No logs in this window')).toBeVisible();
    expect(screen.getByText(/Choose a longer time/)).toBeVisible();
    first.unmount();

    const second = show(
      mockLogsApi({
        getTarget: jest.fn(async () => ({ ...checkoutTarget, stores: {} })),
      }),
    );
    expect(
      await screen.findByText('No log store for the cluster sandbox'),
    ).toBeVisible();
    expect(screen.getByText(/type: victorialogs/)).toBeVisible();
    second.unmount();

    show(
      mockLogsApi({
        getTarget: jest
          .fn()
          .mockRejectedValue(
            backendError('NotAllowedError', 'no', 'not-owner'),
          ),
      }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'This namespace belongs to a group that you are not in.',
    );
    expect(screen.getByRole('link', { name: 'My access' })).toHaveAttribute(
      'href',
      '/my-access',
    );
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });

  it('should write out what is invisible in a line', async () => {
    const user = userEvent.setup();
    const api = mockLogsApi();
    api.getLogLines.mockResolvedValue({
      query: LOG_QUERY,
      lines: [
        {
          time: window.to,
          message: 'user \u202eadmin\u0007 <img src=x onerror=alert(1)>',
          level: 'error\u200b',
          fields: { 'na\u202eme': '\u2066x' },
        },
      ],
    });
    show(api, `${WINDOW}&view=lines`);
    const row = await screen.findByRole('button', {
      name: /error\\u200b.*user \\u202eadmin\\u0007 <img src=x onerror/,
    });
    await user.click(row);
    expect(
      screen.getByRole('list', { name: 'Fields of the line' }),
    ).toHaveTextContent('na\\u202eme\\u2066x');
    expect(document.querySelector('img[src="x"]')).toBeNull();
  });
});
