import { maskDigits, scoreGrouping, wrongTemplates } from './grouping';

describe('scoreGrouping', () => {
  it('should count lines in exact groups only', () => {
    const truth = ['a', 'a', 'b', 'b', 'c', 'd'];
    const predicted = ['1', '1', '2', '3', '4', '4'];
    // One group of four is exact, of four templates.
    expect(scoreGrouping(predicted, truth)).toEqual({
      lines: 6,
      templates: 4,
      groups: 4,
      ga: 2 / 6,
      fga: 0.25,
    });
    expect(wrongTemplates(predicted, truth)).toEqual([
      { id: 'b', lines: 2, groups: 2, shared: false },
      { id: 'c', lines: 1, groups: 1, shared: true },
      { id: 'd', lines: 1, groups: 1, shared: true },
    ]);
    expect(scoreGrouping(truth, truth)).toMatchObject({ ga: 1, fga: 1 });
    expect(scoreGrouping([], [])).toMatchObject({ ga: 0, fga: 0 });
  });
});

describe('maskDigits', () => {
  it('should mask whole runs of non-blank characters', () => {
    expect(maskDigits(' a=1,b  c d2')).toBe(' <*>  c <*>');
  });
});
