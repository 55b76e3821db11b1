import {
  MetricPanelInfo,
  SeriesAnomaly,
} from '@internal/plugin-observability-common';
import { PanelStates } from './usePanelStates';

/** Names of more series than these make a sentence that nobody reads. */
const MAX_NAMES = 3;

/** One panel with something unusual. */
export type Finding = {
  panel: MetricPanelInfo;
  /** Names of the unusual series; empty where they say no more than the panel's title. */
  series: string[];
  /** When the first of them began. */
  since: string;
};

/** What the panels say together. */
export type Findings = {
  /** Unusual until the end of the window, what began first first. */
  now: Finding[];
  /** Unusual in the window, and as always again. */
  over: Finding[];
  /** How many panels have answered or failed. */
  settled: number;
  failed: number;
  /** Panels that have values. */
  speaking: number;
};

/** Sums up what the panels found so far. */
export function summarize(
  panels: readonly MetricPanelInfo[],
  states: PanelStates,
): Findings {
  const known = panels.map(panel => ({ panel, ...states[panel.id] }));
  const found = known.flatMap(({ panel, value }) => {
    const anomalies = value?.anomalies ?? [];
    const open = anomalies.filter(({ to }) => to === undefined);
    const several = (value?.series.length ?? 0) > 1;
    const finding = (which: SeriesAnomaly[]): Finding => ({
      panel,
      series: several ? namesOf(which) : [],
      since: which.map(({ from }) => from).sort()[0],
    });
    if (open.length > 0) {
      return [{ open: true, ...finding(open) }];
    }
    return anomalies.length > 0 ? [{ open: false, ...finding(anomalies) }] : [];
  });
  found.sort((a, b) => Date.parse(a.since) - Date.parse(b.since));
  return {
    now: found.filter(({ open }) => open),
    over: found.filter(({ open }) => !open),
    settled: known.filter(({ value, error }) => value || error).length,
    failed: known.filter(({ value, error }) => error && !value).length,
    speaking: known.filter(({ value }) => value?.series.length).length,
  };
}

function namesOf(anomalies: readonly SeriesAnomaly[]): string[] {
  const names = [...new Set(anomalies.map(({ series }) => series))];
  return names.length <= MAX_NAMES
    ? names
    : [
        ...names.slice(0, MAX_NAMES - 1),
        `${names.length - MAX_NAMES + 1} others`,
      ];
}
