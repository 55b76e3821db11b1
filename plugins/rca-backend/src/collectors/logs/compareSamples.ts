import {
  compareRates,
  LineGroup as LogTemplate,
  RateChange,
  TemplateGrouper,
} from '@internal/analysis';
import { LogRecord } from '@internal/plugin-observability-node';
import { TelemetryTarget } from '../telemetry/telemetryTargets';
import { classifyLine, LineSignal } from './classifyLine';
import { LogSample } from './loadLogs';

/** Lines shown of one template. */
const MAX_EXAMPLES = 3;

/** What was seen of one template, or of one kind of failure, on both sides. @internal */
export type LineGroup = {
  target: TelemetryTarget;
  before: number;
  after: number;
  pods: Set<string>;
  /** The first lines after the split. */
  examples: LogRecord[];
  rate: RateChange;
};

/** @internal */
export type TemplateGroup = LineGroup & { template: LogTemplate };
/** @internal */
export type SignalGroup = LineGroup & { signal: LineSignal };

/**
 * Groups the lines of two samples by service and template, and by service and
 * kind of failure, and compares how often each occurs.
 * @internal
 */
export function compareSamples(
  before: LogSample,
  after: LogSample,
  peers: readonly string[],
): { templates: TemplateGroup[]; signals: SignalGroup[] } {
  const groupers = new Map<TelemetryTarget, TemplateGrouper>();
  const templates = new Map<LogTemplate, TemplateGroup>();
  const signals = new Map<string, SignalGroup>();

  for (const [sample, side] of [
    [before, 'before'],
    [after, 'after'],
  ] as const) {
    for (const { target, record } of sample.lines) {
      const grouper = groupers.get(target) ?? new TemplateGrouper();
      groupers.set(target, grouper);
      // A stack trace differs in its depth; its head says what happened.
      const template = grouper.add(record.message.split('\n', 1)[0]);
      const group = templates.get(template) ?? {
        ...emptyGroup(target),
        template,
      };
      templates.set(template, group);
      count(group, record, side);

      const others = peers.filter(peer => peer !== target.service);
      const signal = classifyLine(record.message, others);
      if (signal) {
        const key = JSON.stringify([
          target.namespace,
          target.service,
          signal.kind,
          signal.peer,
          signal.key,
        ]);
        const failures = signals.get(key) ?? { ...emptyGroup(target), signal };
        signals.set(key, failures);
        count(failures, record, side);
      }
    }
  }
  // Which lines belong together is known once all are in.
  groupers.forEach(grouper => grouper.groups);
  const rated = <T extends LineGroup>(groups: Iterable<T>): T[] =>
    [...groups].map(group => ({
      ...group,
      rate: compareRates(
        { count: group.before, seconds: before.seconds },
        { count: group.after, seconds: after.seconds },
      ),
    }));
  return {
    templates: rated(joined(templates.values())),
    signals: rated(signals.values()),
  };
}

/** One group for all lines that turned out to have the same template. */
function joined(groups: Iterable<TemplateGroup>): TemplateGroup[] {
  const whole = new Map<LogTemplate, TemplateGroup>();
  for (const group of groups) {
    const template = group.template.current;
    const known = whole.get(template) ?? {
      ...emptyGroup(group.target),
      template,
    };
    whole.set(template, known);
    known.before += group.before;
    known.after += group.after;
    group.pods.forEach(pod => known.pods.add(pod));
    known.examples = [...known.examples, ...group.examples].slice(
      0,
      MAX_EXAMPLES,
    );
  }
  return [...whole.values()];
}

function emptyGroup(target: TelemetryTarget): LineGroup {
  return {
    target,
    before: 0,
    after: 0,
    pods: new Set(),
    examples: [],
    rate: { change: 'none', score: 0, significant: false },
  };
}

function count(group: LineGroup, record: LogRecord, side: 'before' | 'after') {
  group[side]++;
  if (side === 'after') {
    group.pods.add(record.pod ?? '');
    if (group.examples.length < MAX_EXAMPLES) {
      group.examples.push(record);
    }
  }
}
