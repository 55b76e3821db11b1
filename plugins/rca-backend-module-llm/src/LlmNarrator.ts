import { LoggerService } from '@backstage/backend-plugin-api';
import {
  NotAllowedError,
  ServiceUnavailableError,
  toError,
} from '@backstage/errors';
import {
  NarratorAnalysis,
  NewNarrative,
  RcaNarrator,
} from '@internal/plugin-rca-node';
import { DatabaseBudget, Spending } from './budget/DatabaseBudget';
import { LlmConfig, ModelConfig } from './config';
import { AnswerCache } from './limits/AnswerCache';
import { TenantLimiter, TooManyQuestionsError } from './limits/TenantLimiter';
import { Masker } from './masking/Masker';
import { LlmMetrics, Outcome } from './metrics';
import { Model } from './model/Model';
import { ModelFailure } from './model/ModelFailure';
import { Answer } from './prompt/answer';
import { buildContent, buildPrompt } from './prompt/buildPrompt';

/** Fewer than any tokenizer makes of English and JSON, so that estimates are high. */
const CHARACTERS_PER_TOKEN = 2.5;
const MILLION = 1_000_000;

/**
 * Asks the models of the configuration in their order, until one answers.
 *
 * @remarks
 * The text of reports goes out masked, and what comes back is taken for no more
 * than sentences that somebody claims: the rca plugin checks them.
 *
 * @internal
 */
export class LlmNarrator implements RcaNarrator {
  readonly #models: Model[];
  readonly #names: string[];
  readonly #maskingKey: string;
  readonly #budget: DatabaseBudget;
  readonly #limiter: TenantLimiter;
  readonly #cache: AnswerCache;
  readonly #metrics: LlmMetrics;
  readonly #logger: LoggerService;

  constructor(options: {
    config: LlmConfig;
    maskingKey: string;
    budget: DatabaseBudget;
    metrics: LlmMetrics;
    logger: LoggerService;
  }) {
    const { config } = options;
    this.#models = config.models.map(model => new Model(model));
    this.#names = config.masking.names;
    this.#maskingKey = options.maskingKey;
    this.#budget = options.budget;
    this.#limiter = new TenantLimiter(config.limits);
    this.#cache = new AnswerCache({ ttlMs: config.cacheTtlMs });
    this.#metrics = options.metrics;
    this.#logger = options.logger;
  }

  async narrate(
    analysis: NarratorAnalysis,
    options: { tenant: string; signal: AbortSignal },
  ): Promise<NewNarrative> {
    const { tenant, signal } = options;
    const masker = new Masker({
      key: this.#maskingKey,
      tenant,
      names: this.#names,
    });
    const content = buildContent(analysis, text => masker.mask(text));
    const failures = new Set<string>();
    for (const model of this.#models) {
      const { name } = model.config;
      try {
        const answer = await this.#answerOf(model, content, options);
        return {
          model: name,
          sentences: answer.sentences.map(({ text, entity, evidence }) => ({
            text: masker.unmask(text),
            entity: masker.unmask(entity),
            evidence,
          })),
          onChecked: ({ kept, dropped }) => {
            this.#metrics.sentences.add(kept, { model: name, outcome: 'kept' });
            for (const { reason, count } of dropped) {
              this.#metrics.sentences.add(count, {
                model: name,
                outcome: reason,
              });
            }
          },
        };
      } catch (error) {
        this.#metrics.requests.add(1, {
          model: name,
          outcome: signal.aborted ? 'cancelled' : outcomeOf(error),
        });
        signal.throwIfAborted();
        this.#logger.warn(`Model ${name} did not answer`, toError(error));
        failures.add(describe(error, name));
      }
    }
    throw new ServiceUnavailableError([...failures].join('; '));
  }

  stop(): Promise<void> {
    return this.#limiter.stop();
  }

  async #answerOf(
    model: Model,
    content: string,
    { tenant, signal }: { tenant: string; signal: AbortSignal },
  ): Promise<Answer> {
    const { name } = model.config;
    const key = AnswerCache.keyOf({ tenant, model: name, content });
    const cached = this.#cache.get(key);
    if (cached) {
      this.#metrics.requests.add(1, { model: name, outcome: 'cached' });
      return cached;
    }
    // Before anything is taken from the tenant's minute and day.
    model.assertReady();
    const answer = await this.#limiter.run(tenant, signal, () =>
      this.#ask(model, content, { tenant, signal }),
    );
    this.#cache.set(key, answer);
    this.#metrics.requests.add(1, { model: name, outcome: 'ok' });
    return answer;
  }

  async #ask(
    model: Model,
    content: string,
    { tenant, signal }: { tenant: string; signal: AbortSignal },
  ): Promise<Answer> {
    const { config } = model;
    const prompt = buildPrompt(content);
    const most = {
      input: Math.ceil(
        (prompt.system.length + prompt.user.length) / CHARACTERS_PER_TOKEN,
      ),
      output: config.maxAnswerTokens,
    };
    const reservation = await this.#budget.reserve(
      tenant,
      spendingOf(config, most),
    );
    // Unless it is known to be less, it is what was reserved.
    let spent: Spending | undefined;
    const started = performance.now();
    try {
      const { answer, usage } = await model.ask(prompt, signal);
      if (usage) {
        spent = spendingOf(config, usage);
        const { name } = config;
        this.#metrics.tokens.add(usage.input, {
          model: name,
          direction: 'input',
        });
        this.#metrics.tokens.add(usage.output, {
          model: name,
          direction: 'output',
        });
      }
      return answer;
    } catch (error) {
      const asked =
        error instanceof ModelFailure ? !error.free : signal.aborted;
      spent = asked ? undefined : { tokens: 0, cost: 0 };
      throw error;
    } finally {
      this.#metrics.duration.record((performance.now() - started) / 1_000, {
        model: config.name,
      });
      if (spent) {
        await reservation.settle(spent);
      }
    }
  }
}

function spendingOf(
  { price }: ModelConfig,
  tokens: { input: number; output: number },
): Spending {
  return {
    tokens: tokens.input + tokens.output,
    cost: (tokens.input * price.input + tokens.output * price.output) / MILLION,
  };
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof ModelFailure) return error.kind;
  if (error instanceof NotAllowedError) return 'over-budget';
  if (error instanceof TooManyQuestionsError) return 'limited';
  return error instanceof ServiceUnavailableError ? 'left-alone' : 'failed';
}

/** What readers of the report see; the text of errors that nobody foresaw may hold anything. */
function describe(error: unknown, name: string): string {
  return outcomeOf(error) === 'failed'
    ? `${name} failed unexpectedly`
    : toError(error).message;
}
