import { toPhrases, toTokens } from './describeTemplate';

const lines = [
  'call to payments failed after 2003ms: order id=81f3a9 (attempt 2)',
  'call to payments failed after 1998ms: order id=77c012 (attempt 3)',
];
const text = 'call to payments failed after <*> order id=<*> (attempt <*>';

describe('describeTemplate', () => {
  it('should tell fixed text with its blanks from variables with their kind', () => {
    const tokens = toTokens(text, lines);
    expect(tokens).toEqual([
      { text: 'call to payments failed after ' },
      { variable: 'duration', examples: ['2003ms', '1998ms'] },
      { text: ': order id=' },
      { variable: 'id', examples: ['81f3a9', '77c012'] },
      { text: ' (attempt ' },
      { variable: 'number', examples: ['2', '3'] },
      { text: ')' },
    ]);
    expect(toTokens('<*>', [])).toEqual([{ variable: 'text', examples: [] }]);
    // Lines that were cut elsewhere do not count.
    expect(toTokens('a <*> b', ['a'])).toEqual([
      { text: 'a ' },
      { variable: 'text', examples: [] },
      { text: ' b' },
    ]);
  });

  it('should search only for what is literally in every line', () => {
    expect(toPhrases(text, lines)).toEqual({
      phrases: ['call to payments failed after', '(attempt', 'order'],
    });
    // Two blanks, so that the words are searched for one by one.
    expect(toPhrases('cache warmed <*>', ['cache  warmed 1'])).toEqual({
      phrases: ['warmed', 'cache'],
    });
    expect(toPhrases('<*> <*>', ['1 2'])).toEqual({ phrases: [] });
  });
});
