import { TelemetryPart } from './TelemetryPart';

/** Answers the first half at once and never the second. */
const part = new TelemetryPart({
  createStore: () => ({ name: 'store' }),
  createApi:
    ({ store }) =>
    (req, res) => {
      res.write(store.name);
      if (req.url === '/whole') {
        res.end();
      }
    },
});

describe('TelemetryPart', () => {
  afterAll(() => part.close());

  it('should fail in the middle of an answer, answer nothing, and go on when mended', async () => {
    const clock = { now: () => 0 } as never;
    const { url } = await part.serve({ host: '127.0.0.1', port: 0, clock });
    const half = await fetch(url);
    part.break();
    await expect(half.text()).rejects.toThrow();
    await expect(fetch(`${url}/whole`)).rejects.toThrow();
    part.mend();
    await expect(
      fetch(`${url}/whole`).then(answer => answer.text()),
    ).resolves.toBe('store');
  });
});
