/** What stands for whatever varies. */
const VARIABLE = '<*>';

/** The rest of a line does not count. */
const MAX_LINE_CHARS = 2_048;
const MAX_WORDS = 96;

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
 */
export function maskWords(line: string): string[] {
  const words = line.slice(0, MAX_LINE_CHARS).trim().split(/\s+/, MAX_WORDS);
  let afterEquals = false;
  return words.map(word => {
    const hasEquals = word.includes('=');
    const masked =
      afterEquals && !hasEquals ? VARIABLE : maskWord(word, hasEquals);
    afterEquals = word.endsWith('=');
    return masked;
  });
}

/** Whether a masked word varies, in whole or in part. */
export function isMasked(word: string): boolean {
  return word.includes(VARIABLE);
}

function maskWord(word: string, hasEquals: boolean): string {
  const varies = DIGIT.test(word) || (word.includes('/') && PATH.test(word));
  if (!varies && !hasEquals) {
    return DATE.test(word) ? VARIABLE : word;
  }
  const key = KEY.exec(word)?.[0];
  const isKey = key !== undefined && /\w/.test(word.slice(key.length));
  if (isKey && (varies || key.endsWith('='))) {
    return `${key}${VARIABLE}`;
  }
  return varies ? VARIABLE : word;
}
