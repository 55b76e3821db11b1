/** What a suite may look at. */
export type SuiteContext = {
  /** Root of the data, laid out as the data's own README says. */
  root: string;
  /** Replaces names in all inputs; the identity in a normal run. */
  rename(name: string): string;
  /** Changes the order of inputs whose order means nothing; the identity in a normal run. */
  reorder<T>(items: readonly T[]): readonly T[];
};

export type Table = { title: string; header: string[]; rows: string[][] };

export type SuiteReport = {
  tables: Table[];
  /** Cases that were not answered right, and failures, by name. */
  misses: string[];
  notes: string[];
  /** Everything as numbers, for the JSON file; must not depend on names or on time. */
  figures: Record<string, unknown>;
};

/**
 * A benchmark over one kind of data. Each file in `suites/` exports one as `suite`;
 * the runner finds them by listing.
 */
export type Suite = {
  name: string;
  /** Resolves to undefined where the data is not there. */
  run(context: SuiteContext): Promise<SuiteReport | undefined>;
};
