import {
  isDate,
  isPath,
  MAX_LINE_CHARS,
  MAX_WORDS,
  VARIABLE,
} from './maskWords';

const SPACE = 1;
const DIGIT = 2;
const EQUALS = 4;
const SLASH = 8;
/** Letters and the underscore. */
const LETTER = 16;
/** May stand in a key behind its first letter. */
const KEY_PART = 32;
/** Ends a key: `dial:`, `chdir(`. */
const OPENER = 64;

const ASCII = 128;
const CLASSES = new Uint8Array(ASCII);
for (let code = 0; code < ASCII; code++) {
  const char = String.fromCharCode(code);
  CLASSES[code] =
    (/\s/.test(char) ? SPACE : 0) |
    (/[0-9]/.test(char) ? DIGIT : 0) |
    (char === '=' ? EQUALS : 0) |
    (char === '/' ? SLASH : 0) |
    (/[A-Za-z_]/.test(char) ? LETTER : 0) |
    (/[A-Za-z_.-]/.test(char) ? KEY_PART : 0) |
    (/[:([{<]/.test(char) ? OPENER : 0);
}

const DOT = 46;
const BLANK = 32;
const DATE_LENGTH = 3;

/**
 * The masked words of a line, joined by blanks: what `maskWords` gives, in one pass
 * over the characters. Words that stay are copied in runs.
 */
export function maskLine(line: string): string {
  const end = Math.min(line.length, MAX_LINE_CHARS);
  let masked = '';
  /** Begin of what is to be copied as it is; -1 for nothing. */
  let run = -1;
  /** End of the last word of the run. */
  let runEnd = 0;
  let words = 0;
  let afterEquals = false;
  let i = 0;
  while (words < MAX_WORDS) {
    while (i < end && classOf(line.charCodeAt(i)) & SPACE) {
      i++;
    }
    if (i === end) {
      break;
    }
    const start = i;
    let seen = 0;
    let last = 0;
    for (; i < end; i++) {
      last = classOf(line.charCodeAt(i));
      if (last & SPACE) {
        break;
      }
      seen |= last;
    }
    words++;
    const hasEquals = (seen & EQUALS) !== 0;
    let kept: number;
    if (afterEquals && !hasEquals) {
      kept = start;
    } else if (seen & (DIGIT | EQUALS | SLASH)) {
      kept = keptOf(line, start, i, seen);
    } else {
      kept =
        i - start === DATE_LENGTH && isDate(line.slice(start, i)) ? start : i;
    }
    afterEquals = hasEquals && classOf(line.charCodeAt(i - 1)) === EQUALS;
    // A run goes on over single blanks, which are what joins words.
    const isJoined =
      run >= 0 && start === runEnd + 1 && line.charCodeAt(runEnd) === BLANK;
    if (!isJoined) {
      if (run >= 0) {
        masked += line.slice(run, runEnd);
      }
      if (words > 1) {
        masked += ' ';
      }
      run = start;
    }
    if (kept === i) {
      runEnd = i;
    } else {
      masked += line.slice(run, kept) + VARIABLE;
      run = -1;
    }
  }
  return run >= 0 ? masked + line.slice(run, runEnd) : masked;
}

/** Where the part of a word ends that stays: its begin, its end, or behind its key. */
function keptOf(line: string, start: number, end: number, seen: number) {
  const varies =
    (seen & DIGIT) !== 0 ||
    ((seen & SLASH) !== 0 && isPath(line.slice(start, end)));
  if (!varies && !(seen & EQUALS)) {
    return end;
  }
  const key = keyEnd(line, start, end);
  if (
    key > start &&
    (varies || classOf(line.charCodeAt(key - 1)) === EQUALS) &&
    hasWordCharacter(line, key, end)
  ) {
    return key;
  }
  return varies ? start : end;
}

/** Behind the key of a word, or its begin for none. */
function keyEnd(line: string, start: number, end: number): number {
  let i = start;
  while (i < end && !(classOf(line.charCodeAt(i)) & (LETTER | DIGIT))) {
    i++;
  }
  const name = i;
  while (i < end && classOf(line.charCodeAt(i)) & LETTER) {
    i++;
  }
  if (i === name || i === end) {
    return start;
  }
  const code = line.charCodeAt(i);
  if (classOf(code) & OPENER) {
    while (i < end && classOf(line.charCodeAt(i)) & OPENER) {
      i++;
    }
    return i;
  }
  if (code === DOT && i + 1 < end && line.charCodeAt(i + 1) === DOT) {
    while (i < end && line.charCodeAt(i) === DOT) {
      i++;
    }
    return i;
  }
  while (i < end && classOf(line.charCodeAt(i)) & KEY_PART) {
    i++;
  }
  const equals = i;
  while (i < end && classOf(line.charCodeAt(i)) === EQUALS) {
    i++;
  }
  return i > equals ? i : start;
}

function hasWordCharacter(line: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    if (classOf(line.charCodeAt(i)) & (LETTER | DIGIT)) {
      return true;
    }
  }
  return false;
}

function classOf(code: number): number {
  if (code < ASCII) {
    return CLASSES[code];
  }
  return isWideSpace(code) ? SPACE : 0;
}

/** What `\s` and `trim` take for blanks beyond ASCII. */
function isWideSpace(code: number): boolean {
  return (
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff
  );
}
