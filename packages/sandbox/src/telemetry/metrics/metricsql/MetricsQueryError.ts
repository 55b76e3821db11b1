/** What is wrong with a query; the API answers it with status 422. */
export class MetricsQueryError extends Error {
  readonly name = 'MetricsQueryError';
  /** The server answers some errors by themselves, without saying which query they came from. */
  readonly bare: boolean;

  constructor(message: string, options: { bare?: boolean } = {}) {
    super(message);
    this.bare = options.bare ?? false;
  }
}

/** An error found after parsing, which names no unparsed rest. */
export class FinalError extends MetricsQueryError {}
