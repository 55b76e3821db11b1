import { resolve } from 'node:path';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
// eslint-disable-next-line @backstage/no-mixed-plugin-imports -- the check that the test is about is there
import { investigate } from '@internal/plugin-rca-backend';
import {
  RcaNarrator,
  rcaNarratorExtensionPoint,
} from '@internal/plugin-rca-node';
import { mockTenantScope } from '@internal/plugin-tenancy-node/testUtils';
import { Knex } from 'knex';
import { DatabaseBudget } from './budget/DatabaseBudget';
import { analysis, collector, INJECTION } from './__testUtils__/analysis';
import {
  answers,
  cutsShort,
  dies,
  diesHalfway,
  floods,
  hangs,
  refuses,
  says,
  Script,
  scriptedModel,
} from './__testUtils__/scriptedModel';
import { rcaModuleLlm } from './module';

jest.setTimeout(60_000);

const TRUE = {
  text: 'orders answers 38 % of its requests with an error.',
  entity: 'orders',
  evidence: ['ev-1'],
};
/** Of configurations that are refused before anybody is asked. */
const NOWHERE = 'http://127.0.0.1:1';
const KEY = 'a key of at least 32 characters, so here is one';

describe('rcaModuleLlm', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const stops: Array<() => unknown> = [];
  let knex: Knex;
  let model: Awaited<ReturnType<typeof scriptedModel>>;
  let spare: Awaited<ReturnType<typeof scriptedModel>>;
  const requests = jest.fn();

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    model = await scriptedModel();
    spare = await scriptedModel();
  });
  beforeEach(async () => {
    requests.mockClear();
    model.plays(answers([TRUE]));
    spare.plays(answers([TRUE]));
    if (await knex.schema.hasTable('llm_usage')) {
      await knex('llm_usage').delete();
    }
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
    jest.restoreAllMocks();
  });
  afterAll(() => {
    model.stop();
    spare.stop();
  });

  const of = (url: string, name: string, more: object = {}) => ({
    name,
    provider: 'openai-compatible',
    model: 'scripted',
    baseUrl: url,
    apiKey: 'key-of-the-test',
    ...more,
  });
  const one = (more: object = {}, modelMore: object = {}) => ({
    models: [of(model?.url ?? NOWHERE, 'first', modelMore)],
    masking: { key: KEY, names: ['Globex'] },
    ...more,
  });
  const withSpare = (more: object = {}) => ({
    ...one({ models: [of(model.url, 'first', more), of(spare.url, 'spare')] }),
  });

  async function start(llm?: object): Promise<RcaNarrator | undefined> {
    let narrator: RcaNarrator | undefined;
    const backend = await startTestBackend({
      extensionPoints: [
        [
          rcaNarratorExtensionPoint,
          { setNarrator: (set: RcaNarrator) => (narrator = set) },
        ],
      ],
      features: [
        rcaModuleLlm,
        mockServices.rootConfig.factory({ data: { rca: { llm } } }),
        mockServices.database.factory({ knex }),
        metricsServiceMock.mock({
          createCounter: () => ({ add: requests }),
          createHistogram: () => ({ record: () => {} }),
        }).factory,
      ],
    });
    stops.push(() => backend.stop());
    return narrator;
  }
  const ask = (
    narrator: RcaNarrator | undefined,
    options: { tenant?: string; signal?: AbortSignal } = {},
  ) =>
    narrator!.narrate(analysis, {
      tenant: 'sandbox/team-b-prod',
      signal: new AbortController().signal,
      ...options,
    });
  const report = (narrator: RcaNarrator | undefined) =>
    investigate({
      investigationId: '2b1f6c58-35bb-4f0e-9f57-7a3dbb6a2f10',
      requestedBy: 'user:default/bob',
      subject: {
        entityRef: 'component:default/orders',
        cluster: 'sandbox',
        namespace: 'team-b-prod',
        labelSelector: 'app=orders',
        serviceName: 'orders',
        dependencies: [],
      },
      window: { from: new Date(0), to: new Date(3_600_000) },
      scope: mockTenantScope({ namespaces: ['team-b-prod'] }),
      credentials: mockCredentials.user(),
      collectors: [collector],
      signal: new AbortController().signal,
      narrator,
    });
  const outcomes = () =>
    requests.mock.calls
      .map(([, attributes]) => attributes.outcome)
      .filter(Boolean);

  it('is off unless a model is configured, and then touches nothing', async () => {
    expect(await start()).toBeUndefined();
    expect(await start({ models: [] })).toBeUndefined();
    expect(await knex.schema.hasTable('llm_usage')).toBe(false);
  });

  it('asks with findings and masked excerpts only, and takes sentences only', async () => {
    model.plays(
      answers([{ ...TRUE, action: 'delete' }], {
        verdict: 'healthy',
        actions: [{ kind: 'restart' }],
      }),
    );
    const { model: name, sentences } = await ask(await start(one()));
    expect({ name, sentences }).toEqual({ name: 'first', sentences: [TRUE] });
    const [{ path, headers, body }] = model.questions;
    expect(path).toBe('/v1/chat/completions');
    expect(headers.authorization).toBe('Bearer key-of-the-test');
    expect(body.response_format?.type).toBe('json_schema');
    const sent = JSON.stringify(body);
    expect(sent).not.toMatch(/10\.20\.30\.40|Globex|ann@shop/);
    for (const kind of ['IP', 'NAME']) {
      expect(sent).toMatch(new RegExp(`MASK_${kind}_[0-9a-f]{12}`));
    }
    // The hostile line is data within the fence, and nowhere else.
    const [, user] = body.messages;
    expect(user.content.split('\n')[1]).toContain(INJECTION);
    expect(body.messages[0].content).not.toContain('payments');
    expect(await knex('llm_usage').first()).toMatchObject({
      tenant: 'sandbox/team-b-prod',
      tokens: '1000',
      calls: 1,
    });
  });

  it('lets no unsupported sentence of a lying model into the report', async () => {
    const lies = [
      { ...TRUE, evidence: ['ev-7'] },
      { ...TRUE, text: 'payments is the cause.', entity: 'payments' },
      { ...TRUE, text: 'orders answers 83 % of its requests with an error.' },
      { ...TRUE, text: 'An attacker deleted the data of orders.' },
      { ...TRUE, text: 'Approve the deletion of orders.' },
      { ...TRUE, text: 'See https://evil.example of orders.' },
      { ...TRUE, text: 'orders answers MASK_NAME_000000000000 errors.' },
    ];
    model.plays(answers([...lies, TRUE]));
    const narrator = await start(one());
    const { narrative, ...rest } = await report(narrator);
    expect(narrative).toEqual({
      model: 'first',
      sentences: [{ text: TRUE.text, evidence: ['ev-1'] }],
      dropped: [
        { reason: 'unknown-evidence', count: 1 },
        { reason: 'entity-not-named', count: 2 },
        { reason: 'number-not-found', count: 1 },
        { reason: 'words-not-supported', count: 1 },
        { reason: 'unfit-text', count: 2 },
      ],
    });
    expect(rest).toMatchObject({
      verdict: 'cause-found',
      hypotheses: [{ category: 'code-regression', entity: { name: 'orders' } }],
    });
    expect(JSON.stringify(rest.actions)).not.toMatch(/delet/i);
    expect(requests).toHaveBeenCalledWith(1, {
      model: 'first',
      outcome: 'number-not-found',
    });
  });

  it('puts what was masked back in, where evidence has it', async () => {
    model.plays(({ body }, res) => {
      const [mask] = /MASK_IP_\w{12}/.exec(body.messages[1].content)!;
      answers([
        {
          text: `orders: connection to ${mask} refused.`,
          entity: 'orders',
          evidence: ['ev-2'],
        },
      ])({ body } as never, res);
    });
    const { narrative } = await report(await start(one()));
    expect(narrative?.sentences).toEqual([
      {
        text: 'orders: connection to 10.20.30.40 refused.',
        evidence: ['ev-2'],
      },
    ]);
  });

  it.each<[string, Script, RegExp, string]>([
    [
      'broken JSON',
      says('{"sentences": [{"text": "orders'),
      /no answer that can be read/,
      'bad-answer',
    ],
    ['prose', says('It is DNS.'), /no answer that can be read/, 'bad-answer'],
    [
      'another shape',
      says('{"sentences": "orders is down"}'),
      /no answer that can be read/,
      'bad-answer',
    ],
    ['silence', hangs, /took longer than 0.3 s/, 'timed-out'],
    ['a closed connection', dies, /could not be reached/, 'unreachable'],
    ['half an answer', diesHalfway, /no answer that can be read/, 'bad-answer'],
    [
      'less than it said',
      cutsShort,
      /no answer that can be read/,
      'bad-answer',
    ],
    ['an endless answer', floods, /no answer that can be read/, 'bad-answer'],
    ['an error', refuses(500), /refused the question \(HTTP 500\)/, 'refused'],
    [
      'a redirect',
      refuses(307, { location: 'http://127.0.0.1:1/' }),
      /could not be reached/,
      'unreachable',
    ],
  ])(
    'survives %s: the next model answers, or the report says why none did',
    async (_, script, message, outcome) => {
      model.plays(script);
      const chain = await start(withSpare({ timeout: { milliseconds: 300 } }));
      expect((await ask(chain)).model).toBe('spare');
      expect(outcomes()).toEqual([outcome, 'ok']);
      spare.plays(script);
      const alone = await start(one({}, { timeout: { milliseconds: 300 } }));
      const { narrative, verdict } = await report(alone);
      expect(verdict).toBe('cause-found');
      expect(narrative).toEqual({
        sentences: [],
        dropped: [],
        failure: expect.stringMatching(message),
      });
      expect(narrative?.failure).toMatch(/^The model did not answer: first /);
      expect(narrative?.failure).not.toContain('sk-internal');
    },
  );

  it('rests as long as the server says, and pays nothing for it', async () => {
    model.plays(refuses(429, { 'retry-after': '30' }));
    const narrator = await start(one());
    await expect(ask(narrator)).rejects.toThrow(
      'first has too much to do for 30 s',
    );
    model.plays(answers([TRUE]));
    await expect(ask(narrator)).rejects.toThrow(
      /too much to do for (?:29|30) s/,
    );
    expect(model.questions).toHaveLength(0);
    expect(await knex('llm_usage').first()).toMatchObject({ tokens: '0' });
    const now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now + 31_000);
    expect((await ask(narrator)).sentences).toEqual([TRUE]);
  });

  it('leaves a model alone after three failures, and tries once after a minute', async () => {
    model.plays(refuses(500));
    const narrator = await start(one());
    for (let i = 0; i < 3; i++) {
      await expect(ask(narrator)).rejects.toThrow('HTTP 500');
    }
    await expect(ask(narrator)).rejects.toThrow('failed 3 times in a row');
    expect(model.questions).toHaveLength(3);
    let now = Date.now() + 61_000;
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    await expect(ask(narrator)).rejects.toThrow('HTTP 500');
    await expect(ask(narrator)).rejects.toThrow('failed 3 times in a row');
    expect(model.questions).toHaveLength(4);
    now += 61_000;
    model.plays(answers([TRUE]));
    expect((await ask(narrator)).sentences).toEqual([TRUE]);
  });

  it('stops asking when the caller leaves', async () => {
    const closed = new Promise<void>(done =>
      model.plays((_, res) => res.once('close', done)),
    );
    const controller = new AbortController();
    const pending = ask(await start(withSpare()), {
      signal: controller.signal,
    });
    const leave = async () => {
      while (!model.questions.length) await new Promise(r => setTimeout(r, 5));
      controller.abort(new Error('gone'));
    };
    await Promise.all([expect(pending).rejects.toThrow('gone'), leave()]);
    await closed;
    expect(spare.questions).toHaveLength(0);
    expect(outcomes()).toEqual(['cancelled']);
  });

  it('gives the answer to the same findings again, masks and all, to the same tenant', async () => {
    const narrator = await start(one());
    await ask(narrator);
    expect((await ask(narrator)).sentences).toEqual([TRUE]);
    expect(model.questions).toHaveLength(1);
    await ask(narrator, { tenant: 'sandbox/team-a-prod' });
    expect(model.questions).toHaveLength(2);
    expect(outcomes()).toEqual(['ok', 'cached', 'ok']);
    const now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now + 3_601_000);
    await ask(narrator);
    expect(model.questions).toHaveLength(3);
  });

  it('refuses what goes beyond the minute of a tenant, and of no other', async () => {
    const narrator = await start(
      one({ limits: { perMinute: 1 }, cacheTtl: { milliseconds: 1 } }),
    );
    await ask(narrator);
    await new Promise(r => setTimeout(r, 5));
    await expect(ask(narrator)).rejects.toThrow('too many questions');
    await ask(narrator, { tenant: 'sandbox/team-a-prod' });
    expect(outcomes()).toEqual(['ok', 'limited', 'ok']);
  });

  it('refuses what goes beyond the day of a tenant, also many at once', async () => {
    const narrator = await start(
      one({
        budget: { tokensPerDay: 4_000 },
        limits: { perMinute: 100, concurrent: 20 },
        cacheTtl: { milliseconds: 1 },
      }),
    );
    const all = await Promise.allSettled(
      Array.from({ length: 5 }, () => ask(narrator)),
    );
    const refused = all.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(5);
    expect(`${(refused[0] as PromiseRejectedResult).reason}`).toContain(
      'the budget of this namespace for models is used up for today',
    );
    await ask(narrator, { tenant: 'sandbox/team-a-prod' });
    const row = await knex('llm_usage')
      .where({ tenant: 'sandbox/team-b-prod' })
      .first();
    expect(Number(row.tokens)).toBe(model.questions.length * 1_000 - 1_000);

    const costly = await start(
      one(
        { budget: { costPerDay: 0.01 } },
        { name: 'dear', price: { input: 1, output: 10 } },
      ),
    );
    await expect(ask(costly)).rejects.toThrow('is used up for today');
  });

  it.each(
    [
      [
        { models: [{ provider: 'openai', model: 'x' }] },
        'must be one of openai-compatible, anthropic, ollama',
      ],
      [{ models: [{ provider: 'openai-compatible', model: 'x' }] }, 'baseUrl'],
      [
        { models: [{ provider: 'anthropic', model: 'x' }] },
        'apiKey: is required',
      ],
      [
        { ...one(), models: [of('http://x', 'a'), of('http://y', 'a')] },
        "'a' must not be there twice",
      ],
      [one({ masking: { key: 'short' } }), 'at least 32 characters'],
      [one({ masking: { names: ['x'] } }), 'at least 2 characters'],
      [one({ limits: { perMinute: 0 } }), 'whole number above 0'],
    ].map(([config, message]) => [message, config]),
  )('refuses to start: %s', async (message, config) => {
    await expect(start(config as object)).rejects.toThrow(message as string);
  });

  it('keeps days and one key of its own, and goes down as it came up', async () => {
    const budget = await DatabaseBudget.create({
      database: { getClient: async () => knex },
      limits: { tokensPerDay: 10, costPerDay: 1 },
    });
    await knex('llm_usage').insert(
      ['2026-01-01', '2026-01-02'].map(day => ({
        tenant: 'sandbox/old',
        day,
        tokens: 1,
        cost_micros: 1,
        calls: 1,
      })),
    );
    expect(await budget.deleteBefore(new Date('2026-01-02T12:00:00Z'))).toBe(1);
    const key = await budget.maskingKey();
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(await budget.maskingKey()).toBe(key);
    const { rows } = await knex.raw(
      `SELECT count(*)::int AS missing FROM information_schema.columns
       WHERE table_name IN ('llm_usage', 'llm_keys') AND table_schema = current_schema()
         AND col_description(table_name::regclass, ordinal_position) IS NULL`,
    );
    expect(rows[0].missing).toBe(0);
    await knex.migrate.rollback(
      {
        directory: resolve(__dirname, '../migrations'),
        tableName: 'llm__knex_migrations',
      },
      true,
    );
    expect(await knex.schema.hasTable('llm_usage')).toBe(false);
    expect(await knex.schema.hasTable('llm_keys')).toBe(false);
  });

  it('refuses to start when LangChain would send prompts elsewhere', async () => {
    process.env.LANGSMITH_TRACING = 'true';
    try {
      await expect(start(one())).rejects.toThrow('LANGSMITH_TRACING');
    } finally {
      delete process.env.LANGSMITH_TRACING;
    }
  });
});
