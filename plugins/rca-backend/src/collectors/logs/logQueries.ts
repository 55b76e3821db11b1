import {
  LogStore,
  LogStoreFilter,
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
/** Words around a template's variables that are enough to find it again. */
const MAX_PHRASE_TOKENS = 8;

/** Texts in the store's language; the namespaces and the window are enforced beside them. @internal */
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
export function logQueries(
  store: Pick<LogStore, 'compose'>,
  names: Vocabulary['logs'],
): LogQueries {
  const problemLevels = PROBLEM_LEVELS.flatMap(level => [
    level,
    level.toUpperCase(),
    level[0].toUpperCase() + level.slice(1),
  ]);
  const candidateLevels = [...problemLevels, ''];

  const compose = (
    targets: readonly TelemetryTarget[],
    filter: LogStoreFilter = {},
  ) => {
    const namespaces = [...new Set(targets.map(t => t.namespace))];
    const services = [...new Set(targets.map(t => t.service))];
    return store.compose({
      ...filter,
      fields: [
        { name: names.namespace, values: namespaces },
        {
          name: names.pod,
          values: [podNamePattern(services)],
          match: 'pattern',
        },
      ],
    });
  };
  return {
    lines: targets => compose(targets),
    problems: targets => compose(targets, { levels: problemLevels }),
    candidates: targets => compose(targets, { levels: candidateLevels }),
    template: (target, template) => {
      const phrase = constantPhrase(template);
      return compose([target], {
        levels: candidateLevels,
        phrases: phrase ? [phrase] : [],
      });
    },
  };
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
