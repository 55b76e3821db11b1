import { toPhrases, toTokens } from './describeTemplate';

const lines = [
  'order id=81f3a9c2 placed in 41ms by 10.0.0.7:443 twice',
  'order id=77c0128e placed in 38ms by 10.0.0.9:443 once',
];
const template = 'order id=<*> placed in <*> by <*> <*>';

describe('describeTemplate', () => {
  it('should tell text from variables, so that both together are the template', () => {
    const tokens = toTokens(template, lines);
    expect(tokens).toEqual([
      { text: 'order id=' },
      { variable: 'id', examples: ['81f3a9c2', '77c0128e'] },
      { text: ' placed in ' },
      { variable: 'duration', examples: ['41ms', '38ms'] },
      { text: ' by ' },
      { variable: 'address', examples: ['10.0.0.7:443', '10.0.0.9:443'] },
      { text: ' ' },
      { variable: 'text', examples: ['twice', 'once'] },
    ]);
    expect(
      tokens.map(token => ('text' in token ? token.text : '<*>')).join(''),
    ).toBe(template);
  });

  it('should search for phrases that are in every line as they stand', () => {
    expect(toPhrases(template, lines)).toEqual({
      phrases: ['placed in', 'order'],
    });
  });
});
