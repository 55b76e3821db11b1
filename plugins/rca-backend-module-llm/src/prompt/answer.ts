import { z } from 'zod/v4';

const MAX_SENTENCES = 50;

/** All that is taken of an answer; whatever else stands in it is dropped. @internal */
export const answerSchema = z.object({
  sentences: z
    .array(
      z.object({
        text: z.string().max(2_000),
        entity: z.string().max(300),
        evidence: z.array(z.string().max(20)).max(50),
      }),
    )
    .max(MAX_SENTENCES),
});

/** @internal */
export type Answer = z.infer<typeof answerSchema>;

/** What the model is asked for, in the subset that all servers know. @internal */
export const answerJsonSchema = {
  title: 'narrative',
  type: 'object',
  additionalProperties: false,
  required: ['sentences'],
  properties: {
    sentences: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['text', 'entity', 'evidence'],
        properties: {
          text: { type: 'string' },
          entity: { type: 'string' },
          evidence: { type: 'array', items: { type: 'string' } },
        },
      },
    },
  },
};
