import { expectAccessible } from '@internal/page-kit/testUtils';
import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Settings } from 'luxon';
import { ChartGroup } from './ChartGroup';
import { PlotProps } from './Plot';
import { TimeChart, TimeChartProps } from './TimeChart';

const plots = new Map<number, PlotProps>();
jest.mock('./Plot', () => ({
  Plot: (props: PlotProps) => {
    if (props.unit === 'broken') {
      throw new Error('No canvas here');
    }
    plots.set(props.height, props);
    return <div aria-hidden>picture</div>;
  },
}));

const window = {
  from: '2026-03-02T11:00:00.000Z',
  to: '2026-03-02T12:00:00.000Z',
};
const start = Date.parse(window.from) / 1_000;
const minutes = (values: number[]) =>
  values.map((value, index) => [start + index * 60, value] as const);
const series = [
  { name: 'p50', points: minutes([0.1, 0.2, 0.3]) },
  { name: 'p99\u202e', points: minutes([1, 2, 3]) },
];

const chart = (props: Partial<TimeChartProps> = {}) => (
  <TimeChart
    title="Latency"
    description="How long requests take."
    series={series}
    unit="seconds"
    window={window}
    stepSeconds={60}
    {...props}
  />
);

describe('TimeChart', () => {
  beforeEach(() => {
    Settings.defaultZone = 'utc';
    Settings.now = () => Date.parse('2026-03-02T12:00:00Z');
  });
  afterEach(() => {
    Settings.defaultZone = 'system';
    Settings.now = Date.now;
  });

  it('should say everything that the picture shows, and be read with keys alone', async () => {
    const user = userEvent.setup();
    const onZoom = jest.fn();
    const { container } = render(
      chart({
        onZoom,
        marks: [
          { time: '2026-03-02T11:01:00Z', kind: 'rollout', title: 'Rollout 7' },
        ],
      }),
    );
    await screen.findByText('picture');
    expect(screen.getByRole('figure', { name: 'Latency' })).toHaveTextContent(
      'p50: between 100 ms and 300 ms, 300 ms at the end',
    );
    expect(screen.getByRole('list')).toHaveTextContent(
      'p50 300 msp99\\u202e 3 s',
    );

    const slider = screen.getByRole('slider', { name: 'Time in Latency' });
    expect(slider).toHaveAccessibleDescription(
      'Arrow keys move through time, with Shift they select, Enter zooms in.',
    );
    await user.tab();
    expect(slider).toHaveFocus();
    await user.keyboard('{ArrowLeft}');
    expect(slider).toHaveAttribute(
      'aria-valuetext',
      '11:02:00 · p50 300 ms · p99\\u202e 3 s',
    );
    await user.keyboard('{ArrowLeft}');
    expect(slider).toHaveAttribute(
      'aria-valuetext',
      '11:01:00 · Rollout 7 · p50 200 ms · p99\\u202e 2 s',
    );
    expect(screen.getByRole('list')).toHaveTextContent('p50 200 ms');

    await user.keyboard('{Shift>}{ArrowLeft}{/Shift}');
    expect(slider.getAttribute('aria-valuetext')).toMatch(
      /selected 11:00:00 to 11:01:00$/,
    );
    expect(plots.get(180)!.selection).toEqual([start, start + 60]);
    await user.keyboard('{Enter}');
    expect(onZoom).toHaveBeenCalledWith({
      from: '2026-03-02T11:00:00.000Z',
      to: '2026-03-02T11:01:00.000Z',
    });
    await user.keyboard('{Escape}');
    expect(slider).toHaveAttribute('aria-valuetext', '11:00:00 to 12:00:00');

    await user.click(screen.getByText('Values as a table'));
    // jsdom opens no <details> by itself.
    const details = container.querySelector('details')!;
    details.open = true;
    fireEvent(details, new Event('toggle'));
    const rows = screen.getAllByRole('row');
    expect(rows[1]).toHaveTextContent('11:02:00300 ms3 s');
    expect(rows).toHaveLength(4);
    await expectAccessible(container);
  });

  it('should zoom where it is brushed, and point at the same moment on all charts of a group', async () => {
    const onZoom = jest.fn();
    render(
      <ChartGroup>
        {chart({ onZoom, height: 1 })}
        {chart({ title: 'Errors', kind: 'bars', unit: 'count', height: 2 })}
      </ChartGroup>,
    );
    expect(await screen.findAllByText('picture')).toHaveLength(2);
    act(() => plots.get(1)!.onPoint(start + 70));
    for (const name of ['Time in Latency', 'Time in Errors']) {
      expect(
        screen.getByRole('slider', { name }).getAttribute('aria-valuetext'),
      ).toMatch(/^11:01:00/);
    }
    act(() => plots.get(1)!.onPoint(undefined));
    expect(
      screen.getByRole('slider', { name: 'Time in Errors' }),
    ).toHaveAttribute('aria-valuetext', '11:00:00 to 12:00:00');

    act(() => plots.get(1)!.onBrush([start, start + 30]));
    expect(plots.get(1)!.selection).toEqual([start, start + 30]);
    act(() => plots.get(1)!.onBrushed([start, start + 30]));
    expect(onZoom).toHaveBeenCalledWith({
      from: '2026-03-02T11:00:00.000Z',
      to: '2026-03-02T11:00:30.000Z',
    });
    expect(plots.get(1)!.selection).toBeUndefined();
    // Who cannot zoom cannot select.
    act(() => plots.get(2)!.onBrushed([start, start + 30]));
    expect(plots.get(2)!.selection).toBeUndefined();
  });

  it('should pick series, say when there is nothing, and do without the picture', async () => {
    const user = userEvent.setup();
    jest.spyOn(console, 'error').mockImplementation(() => {});
    const onPick = jest.fn();
    const { rerender } = render(
      chart({ onPick, picked: ['p50'], kind: 'bars', unit: 'count' }),
    );
    const pick = screen.getByRole('button', { name: 'p50 0.6' });
    expect(pick).toHaveAttribute('aria-pressed', 'true');
    await user.click(pick);
    expect(onPick).toHaveBeenCalledWith('p50');

    rerender(chart({ unit: 'broken' }));
    expect(
      await screen.findByText(/The picture could not be drawn/),
    ).toBeVisible();
    expect(screen.getByRole('list')).toHaveTextContent('p50 0.3 broken');

    rerender(chart({ series: [{ name: 'p50', points: [] }] }));
    expect(screen.getByText('No values in this window.')).toBeVisible();
    expect(screen.queryByRole('slider')).not.toBeInTheDocument();
  });
});
