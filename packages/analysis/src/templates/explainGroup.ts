import { isMasked, MaskReason, maskWords, VARIABLE } from './maskWords';

const MAX_VALUES = 5;

/** One word of a template. @public */
export type ExplainedWord = {
  text: string;
  isVariable: boolean;
  /** Why it varies: by its form, or because many words were seen there. */
  reason?: MaskReason | 'many values';
  /** Some of the values, in order. */
  values: string[];
};

/** @public */
export type TemplateExplanation = {
  id: string;
  text: string;
  count: number;
  words: ExplainedWord[];
  /** Lines as they were logged. */
  examples: string[];
};

/** Says which words of a template vary, why, and with which values. @internal */
export function explainWords(
  text: string,
  examples: readonly string[],
): ExplainedWord[] {
  const lines = examples.map(maskWords);
  return text.split(' ').map((word, i) => {
    if (!isMasked(word)) {
      return { text: word, isVariable: false, values: [] };
    }
    const seen = lines.flatMap(line => line[i] ?? []);
    const key = word.slice(0, word.indexOf(VARIABLE));
    const values = seen.map(one =>
      one.word.startsWith(key) ? one.word.slice(key.length) : one.word,
    );
    return {
      text: word,
      isVariable: true,
      reason: seen.find(({ reason }) => reason)?.reason ?? 'many values',
      values: [...new Set(values)].sort().slice(0, MAX_VALUES),
    };
  });
}
