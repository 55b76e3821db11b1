import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { Vocabulary } from '../Vocabulary';

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
/** Which of the names for metrics are labels. */
const LABEL_KEYS: ReadonlySet<string> = new Set<keyof Vocabulary['metrics']>([
  'namespace',
  'pod',
  'container',
  'serviceName',
  'peer',
  'statusCode',
  'rpcStatusCode',
  'deployment',
]);
/** Narrow on purpose: a name goes into query text without quotes. */
const FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_./-]*$/;

/** Names of `vocabulary`, each with its default. @internal */
export function readVocabulary(
  config: Config | undefined,
  defaults: Vocabulary,
  key: string,
): Vocabulary {
  return {
    logs: readNames(
      config?.getOptionalConfig('logs'),
      defaults.logs,
      () => FIELD_NAME,
      `${key}.logs`,
    ),
    metrics: readNames(
      config?.getOptionalConfig('metrics'),
      defaults.metrics,
      name => (LABEL_KEYS.has(name) ? LABEL_NAME : METRIC_NAME),
      `${key}.metrics`,
    ),
    traces: readNames(
      config?.getOptionalConfig('traces'),
      defaults.traces,
      () => FIELD_NAME,
      `${key}.traces`,
    ),
  };
}

function readNames<T extends Record<string, string>>(
  config: Config | undefined,
  defaults: T,
  patternOf: (name: string) => RegExp,
  key: string,
): T {
  const names: Record<string, string> = { ...defaults };
  for (const name of config?.keys() ?? []) {
    if (!Object.hasOwn(defaults, name)) {
      throw new InputError(
        `Unknown key ${key}.${name}, must be one of ${Object.keys(
          defaults,
        ).join(', ')}`,
      );
    }
    const value = config!.getString(name);
    const pattern = patternOf(name);
    if (!pattern.test(value)) {
      throw new InputError(
        `Invalid ${key}.${name} '${value}', must match ${pattern.source}`,
      );
    }
    names[name] = value;
  }
  return names as T;
}
