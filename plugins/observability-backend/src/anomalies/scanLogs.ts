import {
  detectLogAnomalies,
  LogAnomaly,
  LogWindow,
  WindowLine,
} from '@internal/analysis';
import { ObservabilityService } from '@internal/plugin-observability-node';
import { NamespaceRef, TenantScope } from '@internal/plugin-tenancy-common';
import { toPhrases } from '../logs/describeTemplate';
import { LogQuestion } from '../logs/LogQuestion';
import { workloadOfPod } from '../logs/podNames';
import { countSlices, sampleLines, Slice } from '../logs/sampleLines';
import { formatSpan } from '../metrics/units';
import { Sighting, Window } from './types';

/** Lines of each of the two windows that are read. */
const MAX_LINES = 10_000;
/** Slices of a window that is too long to be read as a whole. */
const SLICES = 12;
const MAX_LINE_CHARS = 2_000;
const MAX_TITLE_CHARS = 200;
/** Anomalies of one workload; after a bad release each line is new. */
const MAX_PER_SERVICE = 10;
/** Levels at which more lines are bad news; also lines that have no level, such as a crash's last words. */
const PROBLEM_LEVEL = /^(?:warn|err|severe|crit|alert|emerg|fatal|panic|$)/i;

type Options = {
  observability: ObservabilityService;
  namespace: NamespaceRef;
  scope: TenantScope;
  window: Window;
  minConfidence: number;
  signal: AbortSignal;
};

/**
 * What is unusual in the log lines of a namespace, workload by workload, against
 * the window of the same length before.
 * @internal
 */
export async function scanLogs(options: Options): Promise<Sighting[]> {
  const { observability, namespace, scope, window, signal } = options;
  const store = observability.logs(namespace.cluster);
  const question: LogQuestion = {
    store,
    scope,
    query: store.compose({}),
    window,
    levelField: observability.vocabulary(namespace.cluster).logs.level,
    signal,
  };
  const length = +window.to - +window.from;
  const earlier = { from: new Date(+window.from - length), to: window.from };
  const before = await readWindow(question, earlier);
  const after = await readWindow(question, window);
  const services = new Set([...before.lines.keys(), ...after.lines.keys()]);
  return [...services].flatMap(service => {
    const windows = {
      before: before.windowOf(service),
      after: after.windowOf(service),
    };
    // Without any line before, it is the workload that is new and not its lines.
    if (windows.before.lines.length === 0) return [];
    return detectLogAnomalies(windows.before, windows.after)
      .filter(anomaly => isNews(anomaly, windows, options.minConfidence))
      .slice(0, MAX_PER_SERVICE)
      .map(anomaly => toSighting({ anomaly, service, windows, options }));
  });
}

/** The lines of a window by workload. */
async function readWindow(question: LogQuestion, window: Window) {
  const slices: Slice[] = await countSlices(question, window, SLICES);
  const lines = new Map<string, WindowLine[]>();
  await sampleLines({
    question,
    slices,
    maxLines: MAX_LINES,
    take: ({ record: { pod = '', time, message, level } }) => {
      const service = workloadOfPod(pod) ?? pod;
      const known = lines.get(service) ?? [];
      lines.set(service, known);
      known.push({
        time: Date.parse(time),
        // A stack trace differs in its depth; its head says what happened.
        text: message.split('\n', 1)[0].slice(0, MAX_LINE_CHARS),
        ...(level && { level }),
      });
    },
  });
  const read = slices.reduce((sum, slice) => sum + slice.read, 0);
  const total = slices.reduce((sum, slice) => sum + slice.total, 0);
  return {
    lines,
    windowOf(service: string): LogWindow {
      const own = (lines.get(service) ?? []).sort((a, b) => a.time - b.time);
      return {
        from: +window.from,
        to: +window.to,
        lines: own,
        ...(total > read && { total: Math.round((own.length * total) / read) }),
      };
    },
  };
}

type Windows = { before: LogWindow; after: LogWindow };

/** Problems that are new or more, and changes of the log as a whole; fewer errors are good news. */
function isNews(
  anomaly: LogAnomaly,
  windows: Windows,
  minConfidence: number,
): boolean {
  if (anomaly.confidence < minConfidence) return false;
  if (!anomaly.template) return anomaly.kind === 'rate-shift';
  return (
    anomaly.direction === 'up' &&
    PROBLEM_LEVEL.test(levelOf(anomaly, windows) ?? '')
  );
}

function levelOf(
  { example, level }: LogAnomaly,
  { before, after }: Windows,
): string | undefined {
  const line =
    after.lines.find(({ text }) => text === example) ??
    before.lines.find(({ text }) => text === example);
  return level ?? line?.level;
}

function toSighting(found: {
  anomaly: LogAnomaly;
  service: string;
  windows: Windows;
  options: Options;
}): Sighting {
  const { anomaly, service, windows, options } = found;
  const { observability, namespace, window } = options;
  const { logs: names } = observability.vocabulary(namespace.cluster);
  const text = anomaly.template?.text;
  const { phrases } = text
    ? toPhrases(text, anomaly.example ? [anomaly.example] : [])
    : { phrases: undefined };
  const query = observability.logs(namespace.cluster).compose({
    ...(phrases && { phrases }),
    ...(service && {
      fields: [{ name: names.pod, values: [`${service}-`], match: 'prefix' }],
    }),
  });
  const what = text
    ? `lines such as “${(anomaly.example ?? text).slice(0, MAX_TITLE_CHARS)}”`
    : 'log lines';
  return {
    signal: 'log',
    service,
    subject: anomaly.template?.id ?? 'all-lines',
    title: text
      ? text.replaceAll('<*>', '…').slice(0, MAX_TITLE_CHARS)
      : `Log lines of ${service || 'the namespace'}`,
    kind: anomaly.kind,
    direction: anomaly.direction,
    onset: new Date(anomaly.onset),
    confidence: anomaly.confidence,
    explanation: `${service || 'The namespace'} logs ${perMinute(
      anomaly.after,
    )} ${what} in ${formatSpan(+window.to - +window.from)}; ${
      anomaly.before.count === 0
        ? 'there were none'
        : `it was ${perMinute(anomaly.before)}`
    } in the time of the same length before.`,
    query,
    window,
    points: counts(anomaly, windows.after),
  };
}

function perMinute({ count, seconds }: { count: number; seconds: number }) {
  const rate = seconds > 0 ? (count * 60) / seconds : 0;
  return `${count} (${Number(rate.toPrecision(2))} a minute)`;
}

/** Lines of the template, or all, in sixty parts of the window. */
function counts(
  { template, example }: LogAnomaly,
  { from, to, lines }: LogWindow,
): Array<[number, number]> {
  const PARTS = 60;
  const head = template && example ? example.slice(0, 12) : undefined;
  const points = Array.from({ length: PARTS }, (_, i): [number, number] => [
    Math.round((from + ((to - from) * i) / PARTS) / 1_000),
    0,
  ]);
  for (const { time, text } of lines) {
    if (head !== undefined && !text.startsWith(head)) continue;
    const part = Math.floor(((time - from) / (to - from)) * PARTS);
    points[Math.min(PARTS - 1, Math.max(0, part))][1] += 1;
  }
  return points;
}
