import { parseCsv } from './parseCsv';

describe('parseCsv', () => {
  it.each([
    [
      'plain',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'CRLF and a last line end',
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'empty fields',
      'a,,\n,b',
      [
        ['a', '', ''],
        ['', 'b'],
      ],
    ],
    ['a comma at the end', 'a,', [['a', '']]],
    [
      'quotes, commas and line ends inside',
      '"say ""hi""","x,y","1\r\n2"\nz',
      [['say "hi"', 'x,y', '1\r\n2'], ['z']],
    ],
    ['a quote that never ends', 'a,"b\nc', [['a', 'b\nc']]],
    ['text after a closing quote', '"a"b,c', [['a', 'c']]],
    ['nothing', '', []],
  ])('should read %s', (_name, text, rows) => {
    expect(parseCsv(text)).toEqual(rows);
  });
});
