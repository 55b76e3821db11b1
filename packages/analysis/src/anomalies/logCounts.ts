import { LineGroup, TemplateGrouper } from '../templates';
import type { LogWindow, WindowLine } from './types';

/** The earlier window is cut into so many parts, to see how much counts vary by themselves. */
const PARTS = 12;

const SECOND_MS = 1_000;

/** All that is known of one template in both windows. */
export type TemplateLines = {
  group: LineGroup;
  before: WindowLine[];
  after: WindowLine[];
};

/** The lines of both windows by template. Templates are the same on both sides. */
export function groupWindows(
  before: LogWindow,
  after: LogWindow,
): Map<string, TemplateLines> {
  const grouper = new TemplateGrouper();
  const grouped = (
    [
      ['before', before],
      ['after', after],
    ] as const
  ).flatMap(([side, window]) =>
    window.lines.map(line => {
      // A stack trace differs in its depth; its head says what happened.
      const group = grouper.add(headOf(line.text));
      return { side, line, group };
    }),
  );
  const byId = new Map<string, TemplateLines>();
  // Asking for the groups settles them.
  const settled = new Map(grouper.groups.map(group => [group, group.id]));
  for (const { side, line, group } of grouped) {
    const id = settled.get(group.current) ?? group.id;
    let lines = byId.get(id);
    if (!lines) {
      lines = { group: group.current, before: [], after: [] };
      byId.set(id, lines);
    }
    lines[side].push(line);
  }
  return byId;
}

/** Seconds that the lines stand for: of a sample, its share of the window. */
export function secondsOf(window: LogWindow): number {
  const share = window.total ? window.lines.length / window.total : 1;
  return (Math.min(1, share) * (window.to - window.from)) / SECOND_MS;
}

/**
 * Variance over mean of the counts in equal parts of a window; 1 for independent
 * lines (Fisher, "The significance of deviations from expectation in a Poisson
 * series", Biometrics 6, 1950).
 */
export function dispersionOf(
  lines: readonly WindowLine[],
  { from, to }: LogWindow,
): number {
  const counts = new Array<number>(PARTS).fill(0);
  for (const { time } of lines) {
    const part = Math.floor(((time - from) / (to - from)) * PARTS);
    counts[Math.min(PARTS - 1, Math.max(0, part))]++;
  }
  const mean = lines.length / PARTS;
  const variance =
    counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (PARTS - 1);
  return mean > 0 ? Math.max(1, variance / mean) : 1;
}

function headOf(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? text : text.slice(0, end);
}
