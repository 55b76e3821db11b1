import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { DropReason } from '@internal/plugin-rca-common';

/** How a question to one model ended. @internal */
export type Outcome =
  | 'ok'
  | 'cached'
  | 'left-alone'
  | 'limited'
  | 'over-budget'
  | 'cancelled'
  | 'failed'
  | 'timed-out'
  | 'rate-limited'
  | 'refused'
  | 'unreachable'
  | 'bad-answer';

type RequestAttributes = {
  /** Required. Name of the model in the configuration. */
  model: string;
  /** Required. */
  outcome: Outcome;
};
type TokenAttributes = {
  /** Required. */
  model: string;
  /** Required. */
  direction: 'input' | 'output';
};
type SentenceAttributes = {
  /** Required. */
  model: string;
  /** Required. `kept`, or why it was dropped. */
  outcome: 'kept' | DropReason;
};

/** @internal */
export type LlmMetrics = ReturnType<typeof createMetrics>;

/** @internal */
export function createMetrics(metrics: MetricsService) {
  return {
    requests: metrics.createCounter<RequestAttributes>('rca.llm.requests', {
      description: 'Questions to language models',
      unit: '{request}',
    }),
    duration: metrics.createHistogram<{ model: string }>(
      'rca.llm.request.duration',
      { description: 'Time until a model answered or failed', unit: 's' },
    ),
    tokens: metrics.createCounter<TokenAttributes>('rca.llm.tokens', {
      description: 'Tokens as the models counted them',
      unit: '{token}',
    }),
    sentences: metrics.createCounter<SentenceAttributes>('rca.llm.sentences', {
      description: 'Sentences of models, by what the check made of them',
      unit: '{sentence}',
    }),
  };
}
