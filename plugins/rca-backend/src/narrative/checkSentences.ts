import {
  dropReasons,
  DropReason,
  Narrative,
} from '@internal/plugin-rca-common';
import { NarratorAnalysis, NewSentence } from '@internal/plugin-rca-node';
import { CitedText, knownNames } from './CitedText';
import { readQuantities } from './numbers';

/** More than anybody reads before the evidence itself. */
const MAX_SENTENCES = 8;
/** What is looked at of an answer that is far too long. */
const MAX_LOOKED_AT = 50;
const MAX_SENTENCE_LENGTH = 400;
const MAX_EVIDENCE_IDS = 8;

const EVIDENCE_ID = /\bev-\d+\b/gi;
const INSTANT =
  /\b\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?|\b\d{1,2}:\d{2}(?::\d{2})?(?=Z|\b)/g;
/** Latin letters and the punctuation of prose: nothing that looks like something else. */
const PLAIN =
  /^[\p{Script=Latin}\p{N} .,;:!?'"()/%+\-–—=@_°µ·→“”‘’…≥≤×~&#*]+$/u;
/** Links, and what would tell the reader to do something: actions are typed and have a place of their own. */
const UNFIT =
  /:\/\/|\bwww\.|\b(?:kubectl|helm|curl|wget|sudo|bash|chmod|docker|ssh|psql|rm|you|your|please|must|should|shall|let|approve|execute|ignore|disregard|recommend\w*)\b/i;

/**
 * Keeps the sentences that say no more than the evidence which they name.
 *
 * @remarks
 * A sentence stays when all of this holds:
 * - it names evidence, and each id is in the analysis;
 * - what it is about, every object of the analysis that it mentions, and every
 *   other word that is written like a name stand in that evidence, or are the
 *   object of a finding or cause that rests on it;
 * - its numbers are in that evidence, see `bearsOut`, and its times as well;
 * - each of its other words is in that evidence too, by its stem, or is one of
 *   `ordinaryWords`, which claim nothing.
 *
 * What remains possible is to put true words together to something untrue. The
 * reader has the evidence one click away, and nothing else depends on the text.
 *
 * @internal
 */
export function checkSentences(
  analysis: NarratorAnalysis,
  sentences: readonly NewSentence[],
): Pick<Narrative, 'sentences' | 'dropped'> {
  const ids = new Set(analysis.evidence.map(({ id }) => id));
  const names = knownNames(analysis);
  const counts = new Map<DropReason, number>();
  const kept: Narrative['sentences'] = [];
  for (const [index, sentence] of sentences.entries()) {
    const text = sentence.text.normalize('NFKC').replace(/\s+/g, ' ').trim();
    const evidence = [...new Set(sentence.evidence)];
    const reason =
      kept.length >= MAX_SENTENCES || index >= MAX_LOOKED_AT
        ? 'too-many'
        : findFault({ ...sentence, text, evidence }, { analysis, ids, names });
    if (reason) {
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    } else {
      kept.push({ text, evidence });
    }
  }
  return {
    sentences: kept,
    dropped: dropReasons.flatMap(reason => {
      const count = counts.get(reason);
      return count ? [{ reason, count }] : [];
    }),
  };
}

function findFault(
  { text, entity, evidence }: NewSentence,
  options: {
    analysis: NarratorAnalysis;
    ids: ReadonlySet<string>;
    names: ReadonlySet<string>;
  },
): DropReason | undefined {
  const { analysis, ids, names } = options;
  if (
    !text ||
    text.length > MAX_SENTENCE_LENGTH ||
    !PLAIN.test(text) ||
    UNFIT.test(text)
  ) {
    return 'unfit-text';
  }
  const mentioned = [...text.matchAll(EVIDENCE_ID)].map(([id]) => id);
  if (
    !evidence.length ||
    evidence.length > MAX_EVIDENCE_IDS ||
    evidence.some(id => !ids.has(id)) ||
    mentioned.some(id => !evidence.includes(id.toLowerCase()))
  ) {
    return 'unknown-evidence';
  }
  const cited = new CitedText(analysis, evidence);
  if (!names.has(entity.toLowerCase()) || !cited.namesEntity(entity)) {
    return 'entity-not-named';
  }
  const instants: string[] = [];
  const timeless = text.replace(EVIDENCE_ID, ' ').replace(INSTANT, instant => {
    instants.push(instant);
    return ' ';
  });
  const { quantities, rest } = readQuantities(timeless);
  if (
    !instants.every(instant => cited.bearsOutInstant(instant)) ||
    !quantities.every(quantity => cited.bearsOutNumber(quantity))
  ) {
    return 'number-not-found';
  }
  return rest
    .split(/[\s"“”‘’'(),;!?=+~&#*%–—→…]+/)
    .map(token => token.replace(/^[.:/@_-]+|[.:/@_-]+$/g, ''))
    .filter(Boolean)
    .map(token => faultOf(token, cited, names))
    .find(fault => fault !== undefined);
}

function faultOf(
  token: string,
  cited: CitedText,
  names: ReadonlySet<string>,
): DropReason | undefined {
  const lower = token.toLowerCase();
  if (names.has(lower)) {
    return cited.namesEntity(lower) ? undefined : 'entity-not-named';
  }
  // Joined by a hyphen to an ordinary word, such as `crash-looping`, it is one word.
  const parts = lower.split('-');
  const isName = /\p{N}|[_./:@-]|\p{Ll}\p{Lu}/u.test(token);
  if (!isName) {
    return cited.supportsWord(lower) ? undefined : 'words-not-supported';
  }
  const isCompound =
    parts.length > 1 &&
    /^[a-z]+$/.test(parts[parts.length - 1]) &&
    /(?:ing|ed|based|wide|level|side|related)$/.test(parts[parts.length - 1]) &&
    parts.every(part => /^[a-z]+$/.test(part) && cited.supportsWord(part));
  return isCompound || cited.holdsLiterally(lower)
    ? undefined
    : 'entity-not-named';
}
