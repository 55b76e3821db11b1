/* eslint-disable global-require -- loaded when it is needed */
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { ModelConfig } from '../config';

/**
 * Of LangChain only what the provider needs is loaded, and nothing before the
 * first question: a portal without a model loads none of it.
 * @internal
 */
export function createChatModel(
  config: ModelConfig,
  options: { fetch: typeof fetch },
): BaseChatModel {
  const { model, baseUrl, apiKey, headers, maxAnswerTokens } = config;
  // Retries would go on behind the limits, the budget and the circuit breaker.
  const common = { model, temperature: 0, maxRetries: 0 };
  switch (config.provider) {
    case 'openai-compatible': {
      const { ChatOpenAI } =
        require('@langchain/openai') as typeof import('@langchain/openai');
      return new ChatOpenAI({
        ...common,
        // Of the environment nothing is taken, a key for somebody else least of all.
        apiKey: apiKey ?? 'none',
        maxTokens: maxAnswerTokens,
        useResponsesApi: false,
        configuration: {
          baseURL: baseUrl,
          fetch: options.fetch,
          defaultHeaders: headers,
          organization: null,
          project: null,
        },
      });
    }
    case 'anthropic': {
      const { ChatAnthropic } =
        require('@langchain/anthropic') as typeof import('@langchain/anthropic');
      return new ChatAnthropic({
        ...common,
        apiKey,
        maxTokens: maxAnswerTokens,
        anthropicApiUrl: baseUrl,
        clientOptions: { fetch: options.fetch, defaultHeaders: headers },
      });
    }
    default: {
      const { ChatOllama } =
        require('@langchain/ollama') as typeof import('@langchain/ollama');
      return new ChatOllama({
        ...common,
        baseUrl,
        numPredict: maxAnswerTokens,
        fetch: options.fetch,
        headers: new Headers({
          ...(apiKey && { Authorization: `Bearer ${apiKey}` }),
          ...headers,
        }),
      });
    }
  }
}
