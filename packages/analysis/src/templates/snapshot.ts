/**
 * All that a grouper knows, as plain JSON. Holds lines as they were logged: to be
 * protected as the logs are.
 *
 * @public
 */
export type TemplateSnapshot = {
  version: 1;
  /** Lines that were taken. */
  lines: number;
  groups: Array<{
    /** The masked text. */
    text: string;
    count: number;
    /** Which line of all was the last one. */
    lastLine: number;
    /** Positions of words that were found to be values. */
    values?: number[];
    examples: string[];
  }>;
};
