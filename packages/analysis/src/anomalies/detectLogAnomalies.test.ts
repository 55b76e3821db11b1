import { detectLogAnomalies } from './detectLogAnomalies';
import type {
  LogAnomaly,
  LogAnomalyOptions,
  LogWindow,
  WindowLine,
} from './types';

const HOUR = 3_600_000;
const SPLIT = 10 * HOUR;

/** So many lines, evenly spread over a window. */
const evenly = (
  window: { from: number; to: number },
  count: number,
  text: (i: number) => string,
): WindowLine[] =>
  Array.from({ length: count }, (_, i) => ({
    time: window.from + ((i + 0.5) * (window.to - window.from)) / count,
    text: text(i),
  }));
const BEFORE = { from: SPLIT - 2 * HOUR, to: SPLIT };
const AFTER = { from: SPLIT, to: SPLIT + HOUR / 2 };
const windowOf = (
  span: { from: number; to: number },
  lines: Array<[count: number, text: (i: number) => string]>,
): LogWindow => ({
  ...span,
  lines: lines.flatMap(([count, text]) => evenly(span, count, text)),
});
const served = (i: number) => `GET /items/${i} answered in ${i % 90} ms`;
const cached = (i: number) => `cache refreshed with ${i} entries`;
const refused = (i: number) => `connection to ledger refused after ${i} tries`;

const briefly = (found: readonly LogAnomaly[]) =>
  found.map(
    ({ kind, direction, template }) =>
      `${kind} ${direction} ${template?.text ?? 'all lines'}`,
  );
const detect = (
  before: Parameters<typeof windowOf>[1],
  after: Parameters<typeof windowOf>[1],
  options?: LogAnomalyOptions,
) =>
  briefly(
    detectLogAnomalies(
      windowOf(BEFORE, before),
      windowOf(AFTER, after),
      options,
    ),
  );

describe('detectLogAnomalies', () => {
  it('should be calm where nothing changed, and where there is nothing', () => {
    const usual: Parameters<typeof windowOf>[1] = [
      [800, served],
      [80, cached],
    ];
    const now: typeof usual = [
      [205, served],
      [18, cached],
    ];
    expect(detect(usual, now)).toEqual([]);
    expect(detect([], [])).toEqual([]);
    expect(detect(usual, now, { changes: [SPLIT + 60_000] })).toEqual([]);
    const nowhere = { from: 5, to: 5, lines: [] };
    expect(detectLogAnomalies(nowhere, nowhere)).toEqual([]);
  });

  it.each<[string, number, number, number, string[]]>([
    // Served, cached and refused lines after; 800, 80 and none before.
    [
      'a new template',
      200,
      20,
      9,
      ['new-template up connection to ledger refused after <*> tries'],
    ],
    ['one line is no template', 200, 20, 1, []],
    [
      'a vanished template',
      200,
      0,
      0,
      ['vanished-template down cache refreshed with <*> entries'],
    ],
    [
      'a rate that grew',
      200,
      90,
      0,
      ['rate-shift up cache refreshed with <*> entries'],
    ],
    [
      'a rate that fell',
      200,
      3,
      0,
      ['rate-shift down cache refreshed with <*> entries'],
    ],
    [
      'all traffic doubled: one report',
      600,
      60,
      0,
      ['rate-shift up all lines'],
    ],
    [
      'nothing is logged any more: one report',
      0,
      0,
      0,
      ['rate-shift down all lines'],
    ],
    [
      'another mix of more lines',
      900,
      3,
      0,
      [
        'ratio-shift down cache refreshed with <*> entries',
        'rate-shift up all lines',
      ],
    ],
  ])(
    'should see %s',
    (_name, servedLines, cachedLines, refusedLines, expected) => {
      const found = detect(
        [
          [800, served],
          [80, cached],
        ],
        [
          [servedLines, served],
          [cachedLines, cached],
          [refusedLines, refused],
        ],
      );
      expect(found.sort()).toEqual([...expected].sort());
    },
  );

  it('should say what was seen on both sides', () => {
    const before = windowOf(BEFORE, [[800, served]]);
    const after = windowOf(AFTER, [
      [200, served],
      [16, refused],
    ]);
    const [found] = detectLogAnomalies(before, after);
    expect(found).toMatchObject({
      kind: 'new-template',
      onset: SPLIT + HOUR / 64,
      before: { count: 0, seconds: 7_200 },
      after: { count: 16, seconds: 1_800 },
      share: { before: 0, after: 16 / 216 },
      confidence: 0.999,
      example: 'connection to ledger refused after 0 tries',
      explanation: '16 lines, none before',
    });
    expect(found.template!.id).toMatch(/^[0-9a-f]{16}$/);
    expect(found.strength).toBeGreaterThan(0.5);
    // A sample of a quarter says the same with less certainty.
    const sampled = (window: LogWindow) => ({
      ...window,
      lines: window.lines.filter((_, i) => i % 4 === 0),
      total: window.lines.length,
    });
    const [again] = detectLogAnomalies(sampled(before), sampled(after));
    expect(again).toMatchObject({
      kind: 'new-template',
      after: { count: 4, seconds: 450 },
      template: found.template,
    });
    expect(again.confidence).toBeLessThan(found.confidence);
  });

  it('should forgive what always comes in bursts', () => {
    const burst = (from: number, count: number): WindowLine[] =>
      Array.from({ length: count }, (_, i) => ({
        time: from + i * 10,
        text: cached(i),
      }));
    const before = windowOf(BEFORE, [[800, served]]);
    const after = windowOf(AFTER, [[200, served]]);
    const bursts = [1, 3, 7, 10].flatMap(part =>
      burst(BEFORE.from + (part * HOUR) / 6, 40),
    );
    const found = detectLogAnomalies(
      { ...before, lines: [...before.lines, ...bursts] },
      { ...after, lines: [...after.lines, ...burst(SPLIT + HOUR / 4, 90)] },
    );
    expect(briefly(found)).toEqual([]);
  });

  it('should report a rare line right after a change only', () => {
    const change = SPLIT + HOUR / 2 - 300_000;
    const rare = { text: 'pool was exhausted by tenant blue' };
    const found = (time: number, options?: LogAnomalyOptions) => {
      const after = windowOf(AFTER, [[200, served]]);
      return detectLogAnomalies(
        windowOf(BEFORE, [[800, served]]),
        { ...after, lines: [...after.lines, { ...rare, time }] },
        options,
      );
    };
    const changes = [change];
    expect(found(change + 40_000, { changes })).toMatchObject([
      {
        kind: 'rare-after-change',
        onset: change + 40_000,
        explanation: '1 lines, the first 40 s after a change, 0 before it',
      },
    ]);
    expect(found(change - 40_000, { changes })).toEqual([]);
    expect(found(change + 40_000)).toEqual([]);
    expect(found(change + 40_000, { changes, kinds: ['rate-shift'] })).toEqual(
      [],
    );
  });

  it('should compare thousands of templates without a report by their number', () => {
    const words = (i: number) =>
      'abcdefghijklmnop'
        .split('')
        .filter((_, bit) => (i >> bit) % 2)
        .join(' ');
    const lines = (
      span: { from: number; to: number },
      each: number,
      odd: number,
    ) =>
      windowOf(
        span,
        Array.from({ length: 1_000 }, (_, i) => [
          each + ((i * 7 + odd) % 3),
          () => `event ${words(i + 1)} end`,
        ]),
      );
    expect(detectLogAnomalies(lines(BEFORE, 4, 0), lines(AFTER, 0, 1))).toEqual(
      [],
    );
  });
});
