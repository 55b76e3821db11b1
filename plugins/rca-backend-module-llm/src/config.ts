import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';

/** @internal */
export const providers = ['openai-compatible', 'anthropic', 'ollama'] as const;
const structuredOutputs = [
  'jsonSchema',
  'functionCalling',
  'jsonMode',
] as const;

/** One model of the chain. @internal */
export type ModelConfig = {
  name: string;
  provider: (typeof providers)[number];
  model: string;
  baseUrl: string;
  apiKey?: string;
  headers: Record<string, string>;
  structuredOutput: (typeof structuredOutputs)[number];
  timeoutMs: number;
  maxAnswerTokens: number;
  /** Of a million tokens. */
  price: { input: number; output: number };
};

/** The section `rca.llm`, checked. @internal */
export type LlmConfig = {
  models: ModelConfig[];
  limits: { perMinute: number; concurrent: number };
  budget: { tokensPerDay: number; costPerDay: number };
  masking: { names: string[]; key?: string };
  cacheTtlMs: number;
};

const BASE_URLS = {
  'openai-compatible': undefined,
  anthropic: 'https://api.anthropic.com',
  ollama: 'http://127.0.0.1:11434',
};
const LAST_TIMEOUT = { seconds: 28 };
const OTHER_TIMEOUT = { seconds: 14 };
const MIN_KEY_LENGTH = 32;
const MIN_NAME_LENGTH = 2;
/** With one of these, LangChain sends prompts to a third party, or prints them. */
const LEAKY_ENVIRONMENT = [
  'LANGSMITH_TRACING',
  'LANGSMITH_TRACING_V2',
  'LANGCHAIN_TRACING',
  'LANGCHAIN_TRACING_V2',
  'LANGSMITH_GATEWAY',
  'LANGCHAIN_VERBOSE',
];

/**
 * Reads `rca.llm` once, at start.
 *
 * @returns undefined when no model is configured.
 * @throws InputError that names the key and the rule which it breaks.
 * @internal
 */
export function readLlmConfig(
  rootConfig: Config,
  environment: NodeJS.ProcessEnv = process.env,
): LlmConfig | undefined {
  const config = rootConfig.getOptionalConfig('rca.llm');
  const models = config?.getOptionalConfigArray('models') ?? [];
  if (!config || !models.length) {
    return undefined;
  }
  const leak = LEAKY_ENVIRONMENT.find(
    name => environment[name] && environment[name] !== 'false',
  );
  if (leak) {
    throw new InputError(
      `rca.llm needs the environment variable ${leak} to be unset: with it prompts would go elsewhere than to the models`,
    );
  }
  const key = config.getOptionalString('masking.key');
  if (key !== undefined && key.length < MIN_KEY_LENGTH) {
    throw new InputError(
      `Invalid rca.llm.masking.key: must have at least ${MIN_KEY_LENGTH} characters`,
    );
  }
  const names = config.getOptionalStringArray('masking.names') ?? [];
  if (names.some(name => name.trim().length < MIN_NAME_LENGTH)) {
    throw new InputError(
      `Invalid rca.llm.masking.names: each must have at least ${MIN_NAME_LENGTH} characters`,
    );
  }
  const read = models.map((model, index) =>
    readModel(model, `rca.llm.models[${index}]`, index === models.length - 1),
  );
  const twice = read.find(
    ({ name }, i) => read.findIndex(other => other.name === name) !== i,
  );
  if (twice) {
    throw new InputError(
      `Invalid rca.llm.models: the name '${twice.name}' must not be there twice`,
    );
  }
  return {
    models: read,
    limits: {
      perMinute: readCount(config, 'limits.perMinute', 10),
      concurrent: readCount(config, 'limits.concurrent', 2),
    },
    budget: {
      tokensPerDay: readCount(config, 'budget.tokensPerDay', 200_000),
      costPerDay: readAmount(config, 'budget.costPerDay', Infinity),
    },
    masking: { names: names.map(name => name.trim()), ...(key && { key }) },
    cacheTtlMs: readDuration(config, 'cacheTtl', { hours: 1 }),
  };
}

function readModel(config: Config, key: string, last: boolean): ModelConfig {
  const provider = oneOf(config, key, 'provider', providers);
  const model = config.getString('model');
  const baseUrl = config.getOptionalString('baseUrl') ?? BASE_URLS[provider];
  if (!baseUrl || !/^https?:\/\//.test(baseUrl) || !URL.canParse(baseUrl)) {
    throw new InputError(
      `Invalid ${key}.baseUrl '${baseUrl ?? ''}': must be an http or https URL`,
    );
  }
  const apiKey = config.getOptionalString('apiKey');
  if (provider === 'anthropic' && !apiKey) {
    throw new InputError(`Invalid ${key}.apiKey: is required for anthropic`);
  }
  const headers = config.getOptionalConfig('headers');
  return {
    name: config.getOptionalString('name') ?? `${provider}/${model}`,
    provider,
    model,
    baseUrl: baseUrl.replace(/\/+$/, ''),
    ...(apiKey && { apiKey }),
    headers: Object.fromEntries(
      (headers?.keys() ?? []).map(name => [name, headers!.getString(name)]),
    ),
    structuredOutput: config.has('structuredOutput')
      ? oneOf(config, key, 'structuredOutput', structuredOutputs)
      : 'jsonSchema',
    timeoutMs: readDuration(
      config,
      'timeout',
      last ? LAST_TIMEOUT : OTHER_TIMEOUT,
    ),
    maxAnswerTokens: readCount(config, 'maxAnswerTokens', 1_000),
    price: {
      input: readAmount(config, 'price.input', 0),
      output: readAmount(config, 'price.output', 0),
    },
  };
}

function oneOf<T extends string>(
  config: Config,
  key: string,
  name: string,
  accepted: readonly T[],
): T {
  const value = config.getString(name);
  const found = accepted.find(item => item === value);
  if (!found) {
    throw new InputError(
      `Invalid ${key}.${name} '${value}': must be one of ${accepted.join(
        ', ',
      )}`,
    );
  }
  return found;
}

function readCount(config: Config, key: string, fallback: number): number {
  const value = config.getOptionalNumber(key) ?? fallback;
  if (!Number.isInteger(value) || value < 1) {
    throw new InputError(
      `Invalid ${key} '${value}' of rca.llm: must be a whole number above 0`,
    );
  }
  return value;
}

function readAmount(config: Config, key: string, fallback: number): number {
  const value = config.getOptionalNumber(key) ?? fallback;
  if (!(value >= 0)) {
    throw new InputError(
      `Invalid ${key} '${value}' of rca.llm: must not be below 0`,
    );
  }
  return value;
}

function readDuration(
  config: Config,
  key: string,
  fallback: HumanDuration,
): number {
  const ms = durationToMilliseconds(
    config.has(key) ? readDurationFromConfig(config, { key }) : fallback,
  );
  if (ms < 1) {
    throw new InputError(`Invalid ${key} of rca.llm: must be above 0`);
  }
  return ms;
}
