const WORD_CHARACTER = /[\p{L}\p{Nd}_]/u;

/** Whether a character belongs to a word: a letter, a digit or `_`. */
export function isWordCharacter(character: string): boolean {
  const code = character.charCodeAt(0);
  if (code < 128) {
    return (
      (code >= 97 && code <= 122) ||
      (code >= 65 && code <= 90) ||
      (code >= 48 && code <= 57) ||
      code === 95
    );
  }
  return WORD_CHARACTER.test(character);
}

/** Where a phrase stands in a text as whole words, or -1. */
export function phrasePosition(
  text: string,
  phrase: string,
  options: { prefix?: boolean } = {},
): number {
  if (phrase === '') return 0;
  const opensWithWord = isWordCharacter(phrase[0]);
  const closesWithWord =
    !options.prefix && isWordCharacter(phrase[phrase.length - 1]);
  for (
    let at = text.indexOf(phrase);
    at >= 0;
    at = text.indexOf(phrase, at + 1)
  ) {
    const end = at + phrase.length;
    if (opensWithWord && at > 0 && isWordCharacter(text[at - 1])) continue;
    if (closesWithWord && end < text.length && isWordCharacter(text[end]))
      continue;
    return at;
  }
  return -1;
}

/** Whether a text holds the phrase as whole words; the empty phrase stands for an empty text. */
export function matchesPhrase(text: string, phrase: string): boolean {
  return phrase === '' ? text === '' : phrasePosition(text, phrase) >= 0;
}

/** Whether a word or phrase of the text starts like this; the empty prefix stands for any text. */
export function matchesPrefix(text: string, prefix: string): boolean {
  return prefix === ''
    ? text !== ''
    : phrasePosition(text, prefix, { prefix: true }) >= 0;
}

/** Whether the phrases follow one another. */
export function matchesSequence(text: string, phrases: string[]): boolean {
  let rest = text;
  for (const phrase of phrases) {
    const at = phrasePosition(rest, phrase);
    if (at < 0) return false;
    rest = rest.slice(at + phrase.length);
  }
  return true;
}
