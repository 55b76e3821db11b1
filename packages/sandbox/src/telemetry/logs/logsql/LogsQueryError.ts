/** What is wrong with a LogsQL query. */
export class LogsQueryError extends Error {
  readonly name = 'LogsQueryError';
}
