import { normaliseTraces, requestKey } from './normaliseTraces';
import { Recording } from './recording';
import { traceTargets } from './traceTargets';
import { traceData } from './traceData';
import { TraceNames, traceRequests } from './traceRequests';

jest.setTimeout(120_000);

/** By which the cases are named; each run has names of its own. */
const NAMES: TraceNames = { suffix: 'run', idPrefix: 'abad1dea' };

const recording = Recording.load('traces');
afterAll(() => recording.save());

describe.each(traceTargets())('Jaeger, as $name answers', target => {
  const suffix = `x${process.pid}x${Date.now()}`;
  const idPrefix = `f${Date.now().toString(16)}`;
  let url: string;

  beforeAll(async () => {
    url = await target.start();
    await target.load(traceData(suffix, idPrefix));
  });
  afterAll(() => target.stop());

  const cases = traceRequests(NAMES).map((path, index) => ({
    path: requestKey(path, NAMES),
    index,
  }));

  it.each(cases)('answers $path', async ({ path: key, index }) => {
    const path = traceRequests({ suffix, idPrefix })[index];
    const response = await fetch(`${url}${path}`);
    const answer = normaliseTraces(
      response.status,
      response.headers.get('content-type'),
      await response.text(),
      // What a trace looks like is asked once in a search, and by its id.
      { suffix, idPrefix, brief: index > 0 && path.includes('service=') },
    );
    expect(answer).toBe(recording.expected(key, answer, target.real));
  });

  it('lists the services', async () => {
    const answer = await (await fetch(`${url}/api/services`)).json();
    expect(answer).toMatchObject({ limit: 0, offset: 0, errors: null });
    expect(answer.total).toBe(answer.data.length);
    expect(
      answer.data.filter((name: string) => name.endsWith(suffix)).sort(),
    ).toEqual(
      ['checkout', 'gateway', 'payments'].map(name => `${name}-${suffix}`),
    );
  });

  it('answers whole traces, with spans that the search did not ask for', async () => {
    const query = new URLSearchParams({
      service: `checkout-${suffix}`,
      tags: '{"k8s.namespace.name":"team-a-prod","error":"true"}',
    });
    const { data } = await (await fetch(`${url}/api/traces?${query}`)).json();
    expect(JSON.stringify(data)).toContain('team-b-prod');
  });

  it('answers an unknown path with the page of its user interface', async () => {
    const response = await fetch(`${url}/api/nosuch`);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
  });
});
