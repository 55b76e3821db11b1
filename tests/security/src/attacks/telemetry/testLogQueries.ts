import { expect, Suite } from '../../support/Suite';
import { OWN_WORD, SHARED } from '../../world/plantTelemetry';
import type { World } from '../../world/World';
import { Attacker, inParallel } from './Attacker';
import {
  contextLogsQl,
  foreignLogsQl,
  probingLogsQl,
  refusedLogsQl,
} from './logsQlTexts';
import { LOGSQL } from '../injection';

const NAMESPACE_FIELD = 'kubernetes.pod_namespace';
const FOREIGN = 'team-a-prod';

/** The routes besides the lines: each text goes to one of them. */
const ROUTES: Array<[path: string, more: object]> = [
  ['logs/fields', { field: NAMESPACE_FIELD }],
  ['logs/fields', { field: 'attack_secret' }],
  ['logs/fields', {}],
  ['logs/volume', {}],
  ['logs/patterns', {}],
  ['logs/export', { format: 'ndjson' }],
  ['logs/export', { format: 'csv' }],
  ['logs/export', { format: 'text' }],
];

/** Query text that asks for lines of others, at each route that takes it. */
export async function testLogQueries(
  suite: Suite,
  world: World,
): Promise<void> {
  const attackers = Attacker.both(world);
  const [bob] = attackers;
  const texts = [...LOGSQL, ...foreignLogsQl];
  suite.begin(`LogsQL at the routes of logs (${texts.length})`);
  let own = 0;
  await inParallel(texts, (query, i) =>
    suite.test(JSON.stringify(query), async () => {
      const attacker = attackers[i % 3 === 2 ? 1 : 0];
      const lines = await attacker.ask('logs/lines', { query, limit: 1_000 });
      attacker.expectOwn(lines, query);
      for (const { fields } of lines.json?.lines ?? []) {
        const namespace = fields[NAMESPACE_FIELD] ?? fields._namespace;
        expect(
          namespace === undefined || namespace === attacker.namespace,
          `a line of ${namespace} came back`,
        );
        // The numbers of own lines are 0, so that a sum with others is none.
        expect(!(fields.most > 0), `a number of others: ${fields.most}`);
      }
      if (lines.text.includes(OWN_WORD)) own++;
      const [path, more] = ROUTES[i % ROUTES.length];
      attacker.expectOwn(await attacker.ask(path, { query, ...more }), query);
    }),
  );
  await suite.test('own lines come back, so that this shows something', () =>
    expect(own > texts.length / 10, `only ${own} texts found any`),
  );

  const refused = [...refusedLogsQl, ...contextLogsQl];
  suite.begin(`LogsQL that is refused (${refused.length})`);
  await inParallel(refused, (query, i) =>
    suite.test(JSON.stringify(query), async () => {
      const attacker = attackers[i % 2];
      const [path, more] = ROUTES[i % ROUTES.length];
      for (const [route, body] of [
        ['logs/lines', {}],
        ['logs/tail', {}],
        [path, more],
      ] as const) {
        const answer = await attacker.ask(route, { query, ...body });
        attacker.expectOwn(answer, query);
        // A tail has begun when it learns of it, and says so in its last event.
        const isRefused =
          route === 'logs/tail'
            ? /"kind":"ended","reason":"InputError/.test(answer.text) &&
              !/"kind":"line"/.test(answer.text)
            : answer.status === 400;
        expect(isRefused, `${route} answers ${answer.status} ${answer.text}`);
      }
    }),
  );

  suite.begin('Comparisons with lines of others');
  const foreign = probingLogsQl(FOREIGN);
  const missing = probingLogsQl('no-such-ns');
  /** How many lines it finds, by the lines and by the count of them. */
  const countOf = async (query: string) => {
    const lines = await bob.ask('logs/lines', { query, limit: 1_000 });
    const volume = await bob.ask('logs/volume', { query });
    bob.expectOwn(lines, query);
    return [
      lines.status,
      lines.json?.lines?.length,
      volume.status,
      volume.json?.total,
    ];
  };
  for (const [i, query] of foreign.entries()) {
    await suite.test(query, async () => {
      const found = String(await countOf(query));
      const none = String(await countOf(missing[i]));
      expect(found === none, `${found} instead of ${none}`);
    });
  }
  await suite.test('the same comparison finds own lines', async () => {
    const counts = await countOf(probingLogsQl(bob.namespace)[0]);
    expect(Number(counts[1]) > 0, `it finds ${counts}`);
  });

  suite.begin('Filters with hostile fields');
  const names = [
    NAMESPACE_FIELD,
    `"${NAMESPACE_FIELD}"`,
    NAMESPACE_FIELD.toUpperCase(),
    '_stream',
    '_stream_id',
    '_time',
    '_msg',
    '*',
    '',
    'x:=y or *',
    `x) or (${NAMESPACE_FIELD}`,
    'x" or "',
    'x` or `',
    `{${NAMESPACE_FIELD}="${FOREIGN}"}`,
    'options(ignore_global_time_filter=true)',
    `${SHARED.field}:in(${NAMESPACE_FIELD}`,
    '__proto__',
    'constructor',
    'x\\',
    'x# ',
    'te\u0430m',
    'x'.repeat(201),
    'x\n',
  ];
  const values = [
    FOREIGN,
    '',
    '*',
    `${FOREIGN}") or (*`,
    '" or "',
    '\\" or *',
    `=${FOREIGN}`,
    `in(${NAMESPACE_FIELD}:=${FOREIGN} | fields x)`,
    '\u0000',
    '} or {',
  ];
  const filters = names.flatMap(name =>
    values.map((value, i) => ({
      fields: [
        {
          name,
          values: [value],
          ...(i % 2 && { match: 'prefix' }),
          ...(i % 3 === 2 && { exclude: true }),
        },
      ],
    })),
  );
  const others = [
    ...values.map(value => ({ phrases: [value] })),
    ...values.map(value => ({ excludedPhrases: [value] })),
    ...values.map(value => ({ levels: [value] })),
  ];
  await inParallel([...filters, ...others], (filter, i) =>
    suite.test(JSON.stringify(filter), async () => {
      const attacker = attackers[i % 2];
      const [path, more] = ROUTES[i % ROUTES.length];
      for (const [route, body] of [
        ['logs/lines', {}],
        [path, more],
      ] as const) {
        const answer = await attacker.ask(route, { filter, ...body });
        const { query = '' } = answer.json ?? {};
        attacker.expectOwn(answer, query);
        for (const { fields } of answer.json?.lines ?? []) {
          const namespace = fields[NAMESPACE_FIELD];
          expect(namespace === attacker.namespace, `a line of ${namespace}`);
        }
      }
    }),
  );
  const field = { name: 'x', values: ['y'] };
  for (const [what, body] of [
    ['too many fields', { filter: { fields: Array(51).fill(field) } }],
    [
      'too many values',
      { filter: { fields: [{ name: 'x', values: Array(51).fill('y') }] } },
    ],
    ['no values', { filter: { fields: [{ name: 'x', values: [] }] } }],
    ['too many phrases', { filter: { phrases: Array(5_000).fill('y') } }],
    ['a long phrase', { filter: { phrases: ['y'.repeat(2_001)] } }],
    ['a long query', { query: 'y'.repeat(20_001) }],
    ['a query that is a list', { query: ['*', `or ${FOREIGN}`] }],
    ['a query that is an object', { query: { $ne: '' } }],
    ['arguments of the store', { extra_filters: '' }],
    ['namespaces', { namespaces: [FOREIGN] }],
    ['a scope', { scope: { cluster: 'sandbox', namespaces: [FOREIGN] } }],
    ['a filter with more', { filter: { namespace: FOREIGN } }],
  ] as const) {
    await suite.test(`${what} is refused`, async () => {
      for (const path of ['logs/lines', 'logs/volume', 'logs/tail']) {
        const { status } = await bob.ask(path, body);
        expect(status === 400, `${path} answers ${status}`);
      }
    });
  }
}
