/** What stands for whatever varies. */
export const VARIABLE = '<*>';

/** The rest of a line does not count. */
export const MAX_LINE_CHARS = 2_048;
export const MAX_WORDS = 96;

/** Why a word varies for certain. @public */
export type MaskReason = 'digit' | 'path' | 'date' | 'value of a key';

export type MaskedWord = { word: string; text: string; reason?: MaskReason };

const DIGIT = /[0-9]/;
/** `/a/b`, also behind a key or a quote, or with a scheme. */
const PATH =
  /^[^A-Za-z0-9_/]*(?:[A-Za-z_]+[:(=["']+)*\/[^/\s]+\/|^[^/]{0,64}:\/\//;
const DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)$/;
/** What names the value in one word: `size=`, `(uid=`, `dial:`, `chdir(`, `depth......`. */
const KEY =
  /^[^A-Za-z0-9_]*(?:[A-Za-z_]+(?:[:([{<]+|\.\.+)|[A-Za-z_][A-Za-z_.-]*=+)/;

/**
 * Splits a line at blanks and replaces the words that vary for certain: with a
 * digit, a path, a day or month, or the value of a key. The key itself stays.
 *
 * @remarks
 * This states the rules and says which one applied; `maskLine` does the same for
 * each line that comes, without regular expressions.
 */
export function maskWords(line: string): MaskedWord[] {
  const words = line.slice(0, MAX_LINE_CHARS).trim().split(/\s+/, MAX_WORDS);
  let afterEquals = false;
  return words.map(word => {
    const hasEquals = word.includes('=');
    const masked: MaskedWord =
      afterEquals && !hasEquals
        ? { word, text: VARIABLE, reason: 'value of a key' }
        : maskWord(word, hasEquals);
    afterEquals = word.endsWith('=');
    return masked;
  });
}

/** Whether a masked word varies, in whole or in part. */
export function isMasked(word: string): boolean {
  return word.includes(VARIABLE);
}

/** `/a/b` and `scheme://`, for words with a slash. */
export function isPath(word: string): boolean {
  return PATH.test(word);
}

/** A day of the week or a month, in three letters. */
export function isDate(word: string): boolean {
  return DATE.test(word);
}

function maskWord(word: string, hasEquals: boolean): MaskedWord {
  let reason: MaskReason | undefined;
  if (DIGIT.test(word)) {
    reason = 'digit';
  } else if (word.includes('/') && isPath(word)) {
    reason = 'path';
  } else if (!hasEquals) {
    return isDate(word)
      ? { word, text: VARIABLE, reason: 'date' }
      : { word, text: word };
  }
  const key = KEY.exec(word)?.[0];
  const isKey = key !== undefined && /\w/.test(word.slice(key.length));
  if (isKey && (reason || key.endsWith('='))) {
    const text = `${key}${VARIABLE}`;
    return { word, text, reason: reason ?? 'value of a key' };
  }
  return reason ? { word, text: VARIABLE, reason } : { word, text: word };
}
