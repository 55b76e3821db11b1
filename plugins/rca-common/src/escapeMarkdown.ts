/** What terminals and bidirectional text use to hide or reorder characters. */
const CONTROL =
  // eslint-disable-next-line no-control-regex -- removing them is the purpose
  /\x1b\[[0-9;?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Words that some renderer turns into a link, a mention, an HTML tag or a
 * reference: they become code, where nothing is interpreted.
 */
const RISKY_WORD =
  /[@#<>[\]\\|&~$^{}`]|:\/\/|^\W*(?:www\.|mailto:|javascript:|data:)|!\d|^\W*[0-9a-f]{7,64}\W*$/i;

const PUNCTUATION = /[)*+\-.:=_]/g;

/**
 * Makes untrusted text safe inside a Markdown paragraph, list item or heading:
 * one line, and never markup, a link, an image, a mention or HTML.
 * @public
 */
export function escapeMarkdown(text: string): string {
  return stripControls(text)
    .split(/\s+/)
    .filter(Boolean)
    .map(word =>
      RISKY_WORD.test(word)
        ? `\`${word.replace(/`/g, "'")}\``
        : escapePunctuation(word),
    )
    .join(' ');
}

/**
 * A fenced block whose fence is longer than any run of backticks inside, so
 * that the text cannot end it.
 * @public
 */
export function fenceMarkdown(text: string, info = 'text'): string {
  const clean = stripControls(text).replace(/\s+$/, '');
  const longest = Math.max(
    0,
    ...(clean.match(/`+/g) ?? []).map(run => run.length),
  );
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}${info}\n${clean}\n${fence}`;
}

/** Removes terminal sequences, control and invisible characters; keeps line breaks and tabs. */
function stripControls(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(CONTROL, '');
}

/** Only where it could begin or end markup; risky words are code already, `[` among them. */
function escapePunctuation(word: string): string {
  return word.replace(PUNCTUATION, (char, offset: number) =>
    isPlain(char, word, offset) ? char : `\\${char}`,
  );
}

function isPlain(char: string, word: string, offset: number): boolean {
  const isAlphanumeric = (c = '') => /[\p{L}\p{N}]/u.test(c);
  const inside =
    isAlphanumeric(word[offset - 1]) && isAlphanumeric(word[offset + 1]);
  if (char === '*') {
    return false;
  }
  if (char === '.' || char === ')') {
    // `1.` and `1)` begin a list; `name.tld` is a link to some renderers.
    return !/^\d+[.)]$/.test(word) && !(inside && /\.[a-z]{2,}$/i.test(word));
  }
  // The others begin something at the start of a line only.
  return inside || (offset > 0 && char === ':');
}
