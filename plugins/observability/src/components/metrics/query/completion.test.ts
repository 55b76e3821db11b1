import { accept, completionAt, suggest } from './completion';

/** The place before `|`, as kind, label and prefix. */
const placeIn = (text: string) => {
  const place = completionAt(text.split('|')[0]);
  return place && [place.kind, place.label, place.prefix];
};

describe('completion', () => {
  it.each<[string, unknown]>([
    ['|', undefined],
    ['http_|', ['metric', undefined, 'http_']],
    ['sum(rate(htt|', ['metric', undefined, 'htt']],
    ['up{|', ['label', undefined, '']],
    ['up{pod="a", na|mespace="b"}', ['label', undefined, 'na']],
    ['up{pod="che|', ['value', 'pod', 'che']],
    ['up{pod=~"a|', ['value', 'pod', 'a']],
    ['up{pod="a\\"b", service_name!="|', ['value', 'service_name', '']],
    ['sum by (po|', ['label', undefined, 'po']],
    ['sum without (pod, no|', ['label', undefined, 'no']],
    ['up{pod="a"} / on(po|', ['label', undefined, 'po']],
    ['rate(up[5m|', undefined],
    ['up offset 5m|', undefined],
    ['1.5e|', undefined],
    ['label_replace(up, "po|', undefined],
    ['up{pod="a"} + ma|', ['metric', undefined, 'ma']],
    ['up{pod="a"|', undefined],
    [')))} up|', ['metric', undefined, 'up']],
  ])('should know what can stand in %p', (text, expected) => {
    expect(placeIn(text)).toEqual(expected);
  });

  it('should offer beginnings first, what was seen first, and nothing that is there already', () => {
    const texts = (before: string, names: string[], labels: string[] = []) =>
      suggest({ place: completionAt(before)!, names, labels }).map(
        ({ text }) => text,
      );
    expect(texts('rate', ['my_rate', 'rates'])).toEqual([]);
    expect(texts('rat', ['my_ratio', 'ratio'])).toEqual([
      'ratio',
      'rate',
      'my_ratio',
      'irate',
    ]);
    expect(texts('up{z', [], ['zone'])[0]).toBe('zone');
    expect(texts('up{pod="', Array.from({ length: 40 }, String))).toHaveLength(
      10,
    );
  });

  it('should write what was chosen into its place, and values so that they stay one string', () => {
    const text = 'up{pod="ch"} or rat';
    const value = completionAt('up{pod="ch')!;
    expect(
      accept(text, 10, value, { text: 'check"out', kind: 'value' }),
    ).toEqual({ text: 'up{pod="check\\"out"} or rat', cursor: 18 });
    expect(
      accept(text, text.length, completionAt(text)!, {
        text: 'rate',
        kind: 'function',
      }),
    ).toEqual({ text: 'up{pod="ch"} or rate(', cursor: 21 });
  });
});
