import { ModelConfig } from '../config';
import { Answer, answerJsonSchema, answerSchema } from '../prompt/answer';
import { createChatModel } from './createChatModel';
import { guardedFetch, Seen } from './guardedFetch';
import { ModelFailure } from './ModelFailure';

/** @internal */
export type Asked = {
  answer: Answer;
  /** As the server counted; absent when it says nothing. */
  usage?: { input: number; output: number };
};

/**
 * One question to one model, without second attempts.
 *
 * @throws ModelFailure; the signal's reason when aborted.
 * @internal
 */
export async function askModel(
  config: ModelConfig,
  prompt: { system: string; user: string },
  signal: AbortSignal,
): Promise<Asked> {
  const seen: Seen = {};
  const timeout = AbortSignal.timeout(config.timeoutMs);
  const ended = AbortSignal.any([signal, timeout]);
  const chat = createChatModel(config, {
    fetch: guardedFetch({ baseUrl: config.baseUrl, seen, signal: ended }),
  });
  const method =
    config.provider === 'openai-compatible'
      ? config.structuredOutput
      : undefined;
  try {
    const { raw, parsed } = await chat
      .withStructuredOutput(answerJsonSchema, {
        name: 'narrative',
        includeRaw: true,
        ...(method && { method }),
      })
      .invoke(
        [
          ['system', `${prompt.system}\n\nAnswer with JSON.`],
          ['user', prompt.user],
        ],
        { signal: ended },
      );
    const checked = answerSchema.safeParse(parsed);
    if (!checked.success) {
      throw new ModelFailure(config.name, 'bad-answer', seen);
    }
    const usage = (
      raw as {
        usage_metadata?: { input_tokens: number; output_tokens: number };
      }
    ).usage_metadata;
    return {
      answer: checked.data,
      ...(usage && {
        usage: { input: usage.input_tokens, output: usage.output_tokens },
      }),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ModelFailure) {
      throw error;
    }
    throw new ModelFailure(
      config.name,
      timeout.aborted ? 'timed-out' : undefined,
      { ...seen, timeoutMs: config.timeoutMs, cause: error },
    );
  }
}
