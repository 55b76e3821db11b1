import { InputError } from '@backstage/errors';

/**
 * What may stand between a word and its parenthesis: white space (Go's notion,
 * which has U+0085 as well) and comments up to the end of their line.
 */
const SKIPPED = '(?:[\\s\\u0085]|#[^\\n]*(?:\\n|$))*';
const OPTIONS = new RegExp(`options${SKIPPED}\\(`);
const STREAM_CONTEXT = /stream_context/;

/**
 * Refuses the parts of LogsQL that reach beyond the filters travelling beside
 * the text.
 *
 * @remarks
 * `extra_filters`, `start` and `end` hold against everything else that the
 * language has (`or`, `union`, subqueries, `_time:`), but
 * - `options(ignore_global_time_filter=true)` switches `start` and `end` off,
 * - `stream_context` reads neighbouring lines by their stream alone.
 *
 * The check is coarser than a parser on purpose: it also refuses these words
 * inside quotes, and compares without case and accents because the server's
 * lower-casing maps some letters beyond ASCII (`İ`) into it.
 *
 * @throws InputError
 * @internal
 */
export function assertConfinedLogsQl(query: string): void {
  const folded = query.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  if (OPTIONS.test(folded)) {
    throw new InputError(
      'The query must not use \'options(…)\', not even in quotes; search for the text with a regexp such as ~"options[(]"',
    );
  }
  if (STREAM_CONTEXT.test(folded)) {
    throw new InputError("The query must not use 'stream_context'");
  }
}
