import { readJsonLines } from './readJsonLines';

const cancel = jest.fn();

/** An answer that comes in these pieces; the real one is cut anywhere as well. */
function answer(pieces: Uint8Array[]) {
  const queue = [...pieces];
  return {
    body: {
      getReader: () => ({
        read: async () => {
          const value = queue.shift();
          return { done: value === undefined, value };
        },
        cancel: async () => cancel(),
      }),
    },
  } as unknown as Response;
}

async function all(response: Response) {
  const values = [];
  for await (const value of readJsonLines(response)) {
    values.push(value);
  }
  return values;
}

describe('readJsonLines', () => {
  it('should read values whose bytes are split anywhere', async () => {
    const bytes = new TextEncoder().encode('{"a":"ä😀"}\n\n{"b":2}\n');
    for (let cut = 1; cut < bytes.length; cut++) {
      await expect(
        all(answer([bytes.slice(0, cut), bytes.slice(cut)])),
      ).resolves.toEqual([{ a: 'ä😀' }, { b: 2 }]);
    }
  });

  it('should throw where the answer was cut off', async () => {
    const bytes = new TextEncoder().encode('{"a":1}\n{"b":');
    await expect(all(answer([bytes]))).rejects.toThrow('cut off');
  });

  it('should cancel the answer when the reader leaves', async () => {
    cancel.mockClear();
    const bytes = new TextEncoder().encode('1\n2\n3\n');
    for await (const value of readJsonLines<number>(answer([bytes]))) {
      expect(value).toBe(1);
      break;
    }
    expect(cancel).toHaveBeenCalled();
  });
});
