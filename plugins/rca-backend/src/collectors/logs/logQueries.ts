import {
  quoteQueryString,
  Vocabulary,
} from '@internal/plugin-observability-node';
import { podNamePattern } from '../telemetry/podNames';
import { TelemetryTarget } from '../telemetry/telemetryTargets';

/** What loggers call a line that tells of a problem. */
const PROBLEM_LEVELS = [
  'warn',
  'warning',
  'error',
  'err',
  'severe',
  'critical',
  'crit',
  'alert',
  'emerg',
  'fatal',
  'panic',
];
const SIMPLE_FIELD = /^[A-Za-z_][A-Za-z0-9_.]*$/;
/** Words around a template's variables that are enough to find it again. */
const MAX_PHRASE_TOKENS = 8;

/** LogsQL texts; the namespaces and the window are enforced beside them. @internal */
export type LogQueries = {
  /** All lines of the services' pods. */
  lines(targets: readonly TelemetryTarget[]): string;
  /** Lines that say to be a warning or worse. */
  problems(targets: readonly TelemetryTarget[]): string;
  /** The same, and lines without a level, such as a crash's last words. */
  candidates(targets: readonly TelemetryTarget[]): string;
  /** Candidates of one service with a template's constant words. */
  template(target: TelemetryTarget, template: string): string;
};

/** @internal */
export function logQueries(names: Vocabulary['logs']): LogQueries {
  const levels = PROBLEM_LEVELS.flatMap(level => [
    level,
    level.toUpperCase(),
    level[0].toUpperCase() + level.slice(1),
  ]);
  const inLevels = `${field(names.level)}:in(${quoteAll(levels)})`;

  const lines = (targets: readonly TelemetryTarget[]) => {
    const namespaces = [...new Set(targets.map(t => t.namespace))];
    const services = [...new Set(targets.map(t => t.service))];
    return [
      `${field(names.namespace)}:in(${quoteAll(namespaces)})`,
      `${field(names.pod)}:~${quoteQueryString(
        `^${podNamePattern(services)}$`,
      )}`,
    ].join(' ');
  };
  const candidates = (targets: readonly TelemetryTarget[]) =>
    `${lines(targets)} (${inLevels} or ${field(names.level)}:"")`;
  return {
    lines,
    problems: targets => `${lines(targets)} ${inLevels}`,
    candidates,
    template: (target, template) => {
      const phrase = constantPhrase(template);
      const base = candidates([target]);
      return phrase ? `${base} ${quoteQueryString(phrase)}` : base;
    },
  };
}

function field(name: string): string {
  return SIMPLE_FIELD.test(name) ? name : quoteQueryString(name);
}

function quoteAll(values: readonly string[]): string {
  return values.map(quoteQueryString).join(', ');
}

/** The longest run of a template's tokens without a variable. */
function constantPhrase(template: string): string {
  const runs: string[][] = [[]];
  for (const token of template.split(' ')) {
    if (token.includes('<')) {
      runs.push([]);
    } else {
      runs.at(-1)!.push(token);
    }
  }
  const longest = runs.sort((a, b) => b.length - a.length)[0];
  return longest.slice(0, MAX_PHRASE_TOKENS).join(' ');
}
