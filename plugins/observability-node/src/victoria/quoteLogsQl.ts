import { quoteQueryString, wellFormed } from '../queryText';

/** Words that {@link assertConfinedLogsQl} refuses in certain company, also in quotes. */
const GUARDED_WORD = /options|stream_context/;

/** A quoted value whose text cannot be taken for what is refused in queries. @internal */
export function quoteLogsQl(value: string): string {
  const folded = value.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  if (!GUARDED_WORD.test(folded)) {
    return quoteQueryString(value);
  }
  const escaped = wellFormed(value).replace(/[^A-Za-z0-9 ]/gu, character => {
    const code = character.codePointAt(0)!.toString(16);
    return `\\U${code.padStart(8, '0')}`;
  });
  return `"${escaped}"`;
}
