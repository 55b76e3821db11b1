import { alignSeries, indexAt, stackValues } from './alignSeries';
import { describeChart, describeMoment } from './describeChart';
import { spreadLabels } from './spreadLabels';
import { stepCursor } from './stepCursor';
import { timeLabels } from './timeLabels';
import { DateTime, Settings } from 'luxon';

describe('alignSeries', () => {
  it('should put series onto common times and break lines only where values are missing', () => {
    const { times, values } = alignSeries(
      [
        {
          name: 'a',
          points: [
            [0, 1],
            [15, 2],
            [60, 3],
          ],
        },
        {
          name: 'b',
          points: [
            [7, 4],
            [22, NaN],
            [37, 6],
          ],
        },
      ],
      15,
    );
    expect([...times]).toEqual([0, 7, 15, 22, 30, 37, 60]);
    // From 15 to 60 nothing was measured of a; b has values of its own meanwhile.
    expect(values).toEqual([
      [1, undefined, 2, null, null, null, 3],
      [undefined, 4, undefined, null, undefined, 6, undefined],
    ]);
    expect([...alignSeries([], 15).times]).toEqual([]);
    // Without a step nothing is known to be missing.
    expect(
      alignSeries([
        {
          name: 'a',
          points: [
            [0, 1],
            [1_000, 2],
          ],
        },
      ]).values,
    ).toEqual([[1, 2]]);
  });

  it('should be done with 50,000 points in no time that is felt', () => {
    const series = Array.from({ length: 5 }, (_, index) => ({
      name: `${index}`,
      points: Array.from(
        { length: 10_000 },
        (_point, at) => [at * 15, at] as const,
      ),
    }));
    const before = performance.now();
    const { times, values } = alignSeries(series, 15);
    expect(performance.now() - before).toBeLessThan(500);
    expect(times).toHaveLength(10_000);
    expect(values[4][9_999]).toBe(9_999);
  });

  it('should stack layers and find what is pointed at', () => {
    expect(
      stackValues([
        [1, null, 2],
        [3, 4, undefined],
      ]),
    ).toEqual([
      [1, 0, 2],
      [4, 4, 2],
    ]);
    const times = [0, 10, 20, 30];
    expect([-5, 4, 6, 14, 29, 99].map(at => indexAt(times, at))).toEqual([
      0, 0, 1, 1, 3, 3,
    ]);
    expect([4, 9, 10, 29, 99].map(at => indexAt(times, at, 'bars'))).toEqual([
      0, 0, 1, 2, 3,
    ]);
    expect(indexAt([], 1)).toBe(-1);
  });
});

describe('stepCursor', () => {
  const times = [0, 10, 20, 30, 40];
  const press = (
    key: string,
    row: number,
    extend = false,
    selection?: readonly [number, number],
  ) => stepCursor({ key, extend, times, row, selection });

  it('should move within the chart and begin at its end', () => {
    expect(press('ArrowLeft', -1)).toEqual({ at: 40 });
    expect(press('ArrowLeft', 4)).toEqual({ at: 30 });
    expect(press('ArrowRight', 4)).toEqual({ at: 40 });
    expect(press('Home', 3)).toEqual({ at: 0 });
    expect(press('End', 0)).toEqual({ at: 40 });
    expect(press('PageDown', 2)).toEqual({ at: 10 });
    expect(press('x', 2)).toBeUndefined();
    expect(
      stepCursor({ key: 'Home', extend: false, times: [], row: -1 }),
    ).toBeUndefined();
  });

  it('should select from where Shift went down, in both directions', () => {
    expect(press('ArrowLeft', 4, true)).toEqual({
      at: 30,
      selection: [30, 40],
    });
    expect(press('ArrowLeft', 3, true, [30, 40])).toEqual({
      at: 20,
      selection: [20, 40],
    });
    expect(press('ArrowRight', 2, true, [20, 40])).toEqual({
      at: 30,
      selection: [30, 40],
    });
    expect(press('ArrowRight', 3, true, [30, 40])).toEqual({
      at: 40,
      selection: undefined,
    });
    // Without Shift the selection is given up.
    expect(press('ArrowRight', 2, false, [20, 40])).toEqual({ at: 30 });
  });
});

describe('words of charts', () => {
  const now = DateTime.fromISO('2026-03-02T12:00:00Z');
  beforeEach(() => {
    Settings.now = () => now.toMillis();
    Settings.defaultZone = 'utc';
  });
  afterEach(() => {
    Settings.now = Date.now;
    Settings.defaultZone = 'system';
  });

  it('should keep labels apart, inside, and in their order', () => {
    expect(spreadLabels([50, 50, 51], 14, [0, 100])).toEqual([50, 64, 78]);
    expect(spreadLabels([95, 99, 10], 14, [0, 100])).toEqual([86, 100, 10]);
  });

  it('should label times as fine as they are apart, and name days where they begin', () => {
    const at = (iso: string) => DateTime.fromISO(iso).toSeconds();
    expect(timeLabels([at('2026-03-02T11:00:00Z')], 600)).toEqual(['11:00']);
    expect(timeLabels([at('2026-03-02T11:00:05Z')], 5)).toEqual(['11:00:05']);
    expect(
      timeLabels(
        [at('2026-03-01T23:00:00Z'), at('2026-03-02T00:00:00Z')],
        3_600,
      ),
    ).toEqual(['23:00', '00:00\n2 Mar']);
    expect(timeLabels([at('2026-03-02T00:00:00Z')], 86_400)).toEqual(['2 Mar']);
  });

  it('should say in words what the picture shows', () => {
    const from = now.minus({ hours: 1 }).toSeconds();
    const to = now.toSeconds();
    const series = [
      {
        name: 'p99\u202e',
        points: [
          [from, 0.2],
          [to, 1.5],
        ] as const,
      },
    ];
    expect(
      describeChart({
        title: 'Latency',
        kind: 'line',
        series,
        unit: 'seconds',
        window: { from: '2026-03-02T11:00:00Z', to: '2026-03-02T12:00:00Z' },
      }),
    ).toBe(
      'Latency, 11:00 to 12:00. p99\\u202e: between 200 ms and 1.5 s, 1.5 s at the end.',
    );
    const moment = (at: number | undefined) =>
      describeMoment({
        at,
        range: [from, to],
        marks: [{ at: to, kind: 'rollout', title: 'Rollout of a' }],
        spans: [{ from: to - 60, title: 'Slower than usual' }],
        values: {
          series,
          aligned: alignSeries(series),
          row: 1,
          unit: 'seconds',
        },
        selection: [from, to],
      });
    expect(moment(to)).toBe(
      '12:00:00 · Rollout of a · Slower than usual · p99\\u202e 1.5 s · selected 11:00:00 to 12:00:00',
    );
    expect(moment(undefined)).toBe('11:00:00 to 12:00:00');
  });
});
