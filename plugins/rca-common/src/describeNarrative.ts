import { Narrative } from './report';

const DROP_WORDS: Record<Narrative['dropped'][number]['reason'], string> = {
  'unknown-evidence': 'without evidence of the report',
  'entity-not-named': 'about something that its evidence does not name',
  'number-not-found': 'with a number that is not in its evidence',
  'words-not-supported': 'not said by its evidence',
  'unfit-text': 'with a link, a command or markup',
  'too-many': 'more than were asked for',
};

/** Who wrote a narrative, and what the check left out of it. @public */
export function describeNarrative(narrative: Narrative): string {
  const dropped = narrative.dropped.reduce((sum, { count }) => sum + count, 0);
  return [
    `Written by ${narrative.model ?? 'a model'}, checked by code`,
    `${dropped} ${dropped === 1 ? 'sentence' : 'sentences'} dropped${
      dropped
        ? ` (${narrative.dropped
            .map(({ reason, count }) => `${DROP_WORDS[reason]}: ${count}`)
            .join(', ')})`
        : ''
    }.`,
  ].join('; ');
}
