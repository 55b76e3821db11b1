import {
  LogTailEvent,
  LogsRequest,
} from '@internal/plugin-observability-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expectAccessible } from '@internal/page-kit/testUtils';
import { mockObservabilityApi } from '../../../__testUtils__/mockObservabilityApi';
import {
  backendError,
  renderTelemetry,
} from '../../../__testUtils__/renderTelemetry';
import { LiveTail } from './LiveTail';

/** A stream that a test feeds. */
function stream() {
  const waiting = new EventTarget();
  const queue: Array<LogTailEvent | Error | 'closed'> = [];
  const put = (...items: typeof queue) => {
    queue.push(...items);
    waiting.dispatchEvent(new Event('put'));
  };
  const next = () =>
    new Promise(resolve =>
      waiting.addEventListener('put', resolve, { once: true }),
    );
  return {
    send: (...events: LogTailEvent[]) => put(...events),
    fail: (error: Error) => put(error),
    close: () => put('closed'),
    async *read(signal: AbortSignal): AsyncGenerator<LogTailEvent> {
      while (!signal.aborted) {
        const item = queue.shift();
        if (item === undefined) {
          await next();
        } else if (item === 'closed') {
          return;
        } else if (item instanceof Error) {
          throw item;
        } else {
          yield item;
        }
      }
    },
  };
}

const line = (number: number): LogTailEvent => ({
  kind: 'line',
  line: {
    time: new Date(Date.UTC(2026, 2, 2) + number).toISOString(),
    message: `message ${number}`,
    level: 'info',
    fields: {},
  },
});
const request: LogsRequest = {
  entityRef: 'component:default/checkout',
  window: { from: '2026-03-02T11:00:00Z', to: '2026-03-02T12:00:00Z' },
  filter: { levels: ['info'] },
};

describe('LiveTail', () => {
  let feed: ReturnType<typeof stream>;
  const signals: AbortSignal[] = [];
  const api = mockObservabilityApi({
    tailLogs: jest.fn((_, { signal }) => {
      signals.push(signal);
      feed = stream();
      return feed.read(signal);
    }),
  });
  const rows = () => within(screen.getByRole('log')).queryAllByRole('listitem');

  it('should follow, hold still while paused, and say what was left out', async () => {
    const user = userEvent.setup();
    const { container, unmount } = renderTelemetry(
      <LiveTail request={request} />,
      { api },
    );
    expect(await screen.findAllByText('Connecting')).toHaveLength(2);
    expect(api.tailLogs.mock.lastCall![0]).toEqual(request);
    act(() => feed.send({ kind: 'alive' }));
    expect(await screen.findAllByText('Live')).not.toHaveLength(0);
    expect(
      screen.getByText('Lines appear here as they are written.'),
    ).toBeVisible();
    expect(screen.getByRole('status')).toHaveTextContent('Live');

    act(() => feed.send(line(1), line(2), { kind: 'dropped', count: 1_200 }));
    await waitFor(() => expect(rows()).toHaveLength(2));
    expect(screen.getByText(/^1,200 lines dropped/)).toBeVisible();

    await user.click(screen.getByRole('button', { name: 'Pause' }));
    act(() => feed.send(line(3)));
    expect(await screen.findByText('1 new line')).toBeVisible();
    expect(rows()).toHaveLength(2);
    await user.click(screen.getByRole('button', { name: 'Resume' }));
    expect(rows().map(row => row.textContent)).toEqual([
      expect.stringContaining('message 1'),
      expect.stringContaining('message 2'),
      expect.stringContaining('message 3'),
    ]);
    await expectAccessible(container);

    await user.click(screen.getByRole('button', { name: 'Clear' }));
    expect(rows()).toHaveLength(0);
    const signal = signals[signals.length - 1];
    unmount();
    expect(signal.aborted).toBe(true);
  });

  it('should keep no more than a page bears, and let the reader scroll up in peace', async () => {
    const user = userEvent.setup();
    renderTelemetry(<LiveTail request={request} />, { api });
    await waitFor(() => expect(feed).toBeDefined());
    const box = await screen.findByRole('log');
    let scrollTop = 0;
    const heights = { scrollHeight: 5_000, clientHeight: 500 };
    Object.defineProperties(box, {
      scrollTop: {
        get: () => scrollTop,
        set: value => {
          scrollTop = value;
        },
      },
      scrollHeight: { get: () => heights.scrollHeight },
      clientHeight: { get: () => heights.clientHeight },
    });
    act(() =>
      feed.send(...Array.from({ length: 1_005 }, (_, index) => line(index))),
    );
    await waitFor(() => expect(box.querySelectorAll('li')).toHaveLength(1_000));
    expect(box.querySelector('li')).toHaveTextContent('message 5');
    expect(scrollTop).toBe(5_000);

    // Scrolled up: new lines do not pull the reader down.
    scrollTop = 100;
    act(() => {
      box.dispatchEvent(new Event('scroll', { bubbles: true }));
    });
    act(() => feed.send(line(2_000)));
    await waitFor(() =>
      expect(box.querySelector('li:last-child')).toHaveTextContent(
        'message 2000',
      ),
    );
    expect(scrollTop).toBe(100);
    // By text: to ask a thousand rows for their roles takes long.
    await user.click(screen.getByText('To the newest'));
    expect(scrollTop).toBe(5_000);
  });

  it('should say how it ended or broke off, keep what was seen, and start again', async () => {
    const user = userEvent.setup();
    renderTelemetry(<LiveTail request={request} />, { api });
    await waitFor(() => expect(api.tailLogs).toHaveBeenCalled());
    await screen.findByRole('log');
    act(() =>
      feed.send(line(1), { kind: 'ended', reason: 'Ended after 30 minutes' }),
    );
    expect(await screen.findByText('Ended after 30 minutes')).toBeVisible();
    expect(rows()).toHaveLength(1);

    await user.click(screen.getByRole('button', { name: 'Start again' }));
    act(() => feed.fail(backendError('NotAllowedError', 'no', 'not-owner')));
    expect(
      await screen.findByText('The live view broke off; what was seen stays'),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: 'My access' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });

  it('should tell a connection that was lost from an end', async () => {
    const user = userEvent.setup();
    renderTelemetry(<LiveTail request={request} />, { api });
    await screen.findByRole('log');
    act(() => feed.close());
    expect(
      await screen.findByText('The connection to the portal was lost.'),
    ).toBeVisible();
    const calls = api.tailLogs.mock.calls.length;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(api.tailLogs.mock.calls).toHaveLength(calls + 1);
    expect(await screen.findAllByText('Connecting')).not.toHaveLength(0);
  });
});
