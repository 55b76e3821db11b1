import { NotAllowedError } from '@backstage/errors';
import { LogLine, LogTailEvent } from '@internal/plugin-observability-common';
import { ObservabilityApi } from '../src';
import { anomalyList, mute } from '../src/__fixtures__/anomalies';
import {
  checkoutTarget,
  fieldNames,
  linesOf,
  marksOf,
  patternsOf,
  podNames,
  volumeOf,
} from '../src/__fixtures__/logs';
import {
  metricNames,
  panelInfos,
  panelOf,
  queryAnswerOf,
} from '../src/__fixtures__/metrics';
import { failedTrace, foundTraces } from '../src/__fixtures__/traces';

const TAIL_INTERVAL_MS = 300;

/** What `?as=` of the address shows: data, nothing, a store that fails, one that is missing, a denial. */
const mode = () => new URLSearchParams(window.location.search).get('as');

/** Answers as the store of this mode does. */
async function answer<T>(whole: T, empty: T): Promise<T> {
  if (mode() === 'failing') {
    throw new Error('The log store of sandbox did not answer within 8 s');
  }
  return mode() === 'empty' ? empty : whole;
}

async function* tail(signal: AbortSignal): AsyncGenerator<LogTailEvent> {
  for (let turn = 0; !signal.aborted; turn++) {
    await new Promise(resolve => setTimeout(resolve, TAIL_INTERVAL_MS));
    const now = new Date().toISOString();
    const line: LogLine = {
      ...linesOf({ from: now, to: now }, 3).lines[turn % 3],
      time: now,
    };
    yield turn % 40 === 39
      ? { kind: 'dropped', count: 12 }
      : { kind: 'line', line };
  }
}

/** The pages without a backend. */
export const fixtureApi: ObservabilityApi = {
  getTarget: async () => {
    if (mode() === 'denied') {
      throw Object.assign(new NotAllowedError('no'), {
        reason: 'not-owner',
      });
    }
    return mode() === 'nostore'
      ? { ...checkoutTarget, stores: {} }
      : checkoutTarget;
  },
  getMarks: async ({ window: time }) => marksOf(time),
  getLogVolume: async ({ window: time }) => {
    const volume = volumeOf(time);
    return answer(volume, { ...volume, levels: [], total: 0 });
  },
  getLogPatterns: async ({ window: time }) => {
    if (mode() === 'partial') {
      throw new Error('The log store of sandbox did not answer within 8 s');
    }
    const patterns = patternsOf(time);
    return answer(patterns, { ...patterns, patterns: [], vanished: [] });
  },
  getLogLines: async ({ window: time }) => {
    const lines = linesOf(time);
    return answer(lines, { ...lines, lines: [], nextCursor: undefined });
  },
  getLogFields: async ({ field }) => (field ? podNames : fieldNames),
  tailLogs: (_, { signal }) => tail(signal),
  exportLogs: async ({ format }) => ({
    name: `checkout.${format}`,
    content: new Blob(['a line\n']),
  }),
  listMetricPanels: async () => ({ panels: panelInfos }),
  getMetricPanel: async ({ panel, window: time }) => {
    if (mode() === 'partial' && panel === 'latency') {
      throw new Error('The metric store of sandbox did not answer within 8 s');
    }
    const found = panelOf(panel, time);
    return answer(found, { ...found, series: [], anomalies: [] });
  },
  queryMetrics: async ({ query, window: time }) => {
    const found = queryAnswerOf(query, time);
    return answer(found, { ...found, series: [] });
  },
  getMetricNames: async ({ label }) => ({
    names: label ? ['checkout', 'cart'] : metricNames,
    truncated: false,
  }),
  searchTraces: async () =>
    answer(foundTraces, { traces: [], operations: [], truncated: false }),
  getTrace: async () => answer(failedTrace, failedTrace),
  listAnomalies: async () => answer(anomalyList, { items: [], scans: [] }),
  listMutes: async () => answer({ items: [mute] }, { items: [] }),
  createMute: async () => mute,
  deleteMute: async () => {},
};
