import { DropReason, RcaReport } from '@internal/plugin-rca-common';

/** The finished analysis, secrets taken out: what a narrator may word. @public */
export type NarratorAnalysis = Pick<
  RcaReport,
  | 'entityRef'
  | 'cluster'
  | 'namespace'
  | 'verdict'
  | 'summary'
  | 'onset'
  | 'hypotheses'
  | 'findings'
  | 'evidence'
>;

/** A sentence as it was written, before anybody checked it. @public */
export type NewSentence = {
  text: string;
  /** Name of the object that it is about. */
  entity: string;
  /** Ids of the evidence that it rests on. */
  evidence: string[];
};

/** @public */
export type NewNarrative = {
  /** Who wrote it, for the readers of the report. */
  model: string;
  sentences: NewSentence[];
  /** Told what the check made of the sentences, for metrics. */
  onChecked?: (result: {
    kept: number;
    dropped: Array<{ reason: DropReason; count: number }>;
  }) => void;
};

/**
 * Puts a finished analysis into words, such as a language model does.
 *
 * @remarks
 * It decides nothing: verdict, ranking and actions are there before it and stay
 * as they are. Whatever it returns, each sentence is checked by the rca plugin
 * against the evidence that it names, and left out when it says more than that.
 *
 * @public
 */
export interface RcaNarrator {
  /**
   * @param options - `tenant` is who limits and budgets are kept for. The signal
   *   aborts at the narrator's deadline and when the investigation is cancelled.
   * @throws an error of `@backstage/errors` whose message readers of the report see.
   */
  narrate(
    analysis: NarratorAnalysis,
    options: { tenant: string; signal: AbortSignal },
  ): Promise<NewNarrative>;
}
