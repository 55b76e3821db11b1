import { randomBytes } from 'node:crypto';
import { send } from '../../support/send';
import { expect, Suite } from '../../support/Suite';
import type { World } from '../../world/World';
import { Attacker, inParallel, lastHalfHour } from './Attacker';
import { expectRefused } from '../hostile';

const NAMESPACE = 'k8s.namespace.name';
/** Services that only team-a has. */
const FOREIGN_SERVICES = ['checkout', 'cart', 'cart-redis', 'frontend'];
const TRIED = 8;

type Span = { namespace?: string; service: string; parentId?: string };
type JaegerTrace = {
  traceID: string;
  spans: unknown[];
  processes: Record<
    string,
    { serviceName: string; tags: Array<{ key: string; value: string }> }
  >;
};

/** Traces of others by their ids, and those that go through several teams. */
export async function testTraces(suite: Suite, world: World): Promise<void> {
  suite.begin('Traces of others');
  const [bob, bella] = Attacker.both(world);
  const { traces: store } = world.admin.state;
  if (!store) {
    suite.skip('traces', 'there is no trace store');
    return;
  }
  const stored = async (service: string): Promise<JaegerTrace[]> => {
    const path = `/api/traces?service=${service}&limit=200`;
    return (await send(store.url, { path })).json.data;
  };
  const all = [
    ...(await stored('products')),
    ...(await stored('search')),
    ...(await stored('payments')),
  ];
  const touches = (trace: JaegerTrace, namespace: string) =>
    Object.values(trace.processes).some(({ tags }) =>
      tags.some(({ key, value }) => key === NAMESPACE && value === namespace),
    );
  const ofBoth = all.filter(trace => touches(trace, 'team-b-prod'));
  const foreign = all.filter(
    trace => !touches(trace, 'team-b-prod') && !touches(trace, 'team-a-b-prod'),
  );
  await suite.test('there are traces of team-a alone and of both', () =>
    expect(
      foreign.length && ofBoth.length,
      `${foreign.length} and ${ofBoth.length}`,
    ),
  );
  const alice = (path: string, body: object) =>
    world.as('alice').post(`/api/observability/${path}`, {
      entityRef: 'component:default/checkout',
      ...body,
    });
  const read = (attacker: Attacker, traceId: unknown) =>
    attacker.ask('traces/trace', { traceId, window: undefined });

  for (const trace of foreign.slice(0, TRIED)) {
    const { traceID } = trace;
    await suite.test(`trace ${traceID} is there for alice alone`, async () => {
      const { status } = await alice('traces/trace', { traceId: traceID });
      expect(status === 200, `alice gets ${status}`);
      const random = randomBytes(16).toString('hex');
      const attackers = touches(trace, bella.namespace) ? [bob] : [bob, bella];
      for (const attacker of attackers) {
        const none = await read(attacker, random);
        for (const id of [traceID, traceID.toUpperCase(), traceID.slice(-16)]) {
          const answer = await read(attacker, id);
          attacker.expectOwn(answer, id);
          expect(answer.status === 404, `answers ${answer.status}`);
          const { name: a, message: text } = answer.json.error;
          const { name: b, message: other } = none.json.error;
          const alike =
            text.replaceAll(id.toLowerCase(), '') ===
            other.replaceAll(random, '');
          expect(alike, `${text} instead of ${other}`);
          expect(a === b, `${a} instead of ${b}`);
        }
      }
    });
  }
  const [{ traceID: known }] = foreign;
  for (const id of [
    `../traces/${known}`,
    `${known}/../../services`,
    `${known}?raw=true`,
    `%2e%2e/${known}`,
    `${known}\u0000`,
    `${known}\n`,
    ` ${known}`,
    `${known}${known}`,
    `0x${known}`,
    known.slice(0, 8),
    '',
    '..',
    '*',
    [known],
    { id: known },
    0,
  ]) {
    await suite.test(`${JSON.stringify(id)} is no id`, async () => {
      const answer = await read(bob, id);
      expect(answer.status === 400, `answers ${answer.status}`);
      expectRefused(world, answer);
    });
  }

  suite.begin('Traces through several teams');
  const expectOwnSpans = (attacker: Attacker, spans: Span[]) => {
    for (const { namespace, service } of spans) {
      expect(namespace === attacker.namespace, `a span of ${namespace}`);
      expect(!FOREIGN_SERVICES.includes(service), `a span of ${service}`);
    }
  };
  for (const { traceID, spans: truth } of ofBoth.slice(0, TRIED)) {
    await suite.test(`of ${traceID} bob sees his spans`, async () => {
      const answer = await read(bob, traceID);
      bob.expectOwn(answer);
      const { spans, hiddenSpans } = answer.json;
      expectOwnSpans(bob, spans);
      expect(spans.length > 0 && hiddenSpans > 0, answer.text.slice(0, 200));
      expect(
        spans.length + hiddenSpans === truth.length,
        `${spans.length} and ${hiddenSpans} of ${truth.length}`,
      );
      const ids = new Set(spans.map((span: { spanId: string }) => span.spanId));
      for (const { parentId } of spans) {
        expect(!parentId || ids.has(parentId), 'the id of a hidden parent');
      }
      expectNoNames(answer.text);
    });
  }
  const searches = [
    {},
    { onlyErrors: true },
    { minDuration: 1 },
    { operation: 'POST /api/checkout' },
    { operation: 'POST /checkout' },
    { operation: 'all' },
    { operation: `POST /pay&service=checkout` },
    { operation: `x&tags={"${NAMESPACE}":"team-a-prod"}` },
    { operation: '"} or {' },
    { limit: 200 },
  ];
  await inParallel(searches, search =>
    suite.test(`search ${JSON.stringify(search)}`, async () => {
      for (const attacker of [bob, bella]) {
        const answer = await attacker.ask('traces/search', search);
        attacker.expectOwn(answer, search.operation);
        const { operation = '' } = search;
        expectNoNames(
          answer.text.replaceAll(JSON.stringify(operation).slice(1, -1), ''),
        );
        for (const { services } of answer.json?.traces ?? []) {
          for (const service of services) {
            expect(!FOREIGN_SERVICES.includes(service), `tells of ${service}`);
          }
        }
      }
    }),
  );
  for (const body of [
    { service: 'checkout' },
    { tags: { [NAMESPACE]: 'team-a-prod' } },
    { limit: 201 },
    { minDuration: '1ms&service=checkout' },
    { operation: ['x'] },
  ]) {
    await suite.test(`search ${JSON.stringify(body)} is refused`, async () => {
      const { status } = await bob.ask('traces/search', body);
      expect(status === 400, `answers ${status}`);
    });
  }
  await suite.test(
    'alice finds some, so that this shows something',
    async () => {
      const { json } = await alice('traces/search', { window: lastHalfHour() });
      expect(json.traces.length > 0, 'there are none');
      const { json: own } = await bob.ask('traces/search', {});
      expect(own.traces.length > 0, 'bob finds none of his');
    },
  );
}

function expectNoNames(text: string): void {
  for (const service of FOREIGN_SERVICES) {
    expect(
      !new RegExp(`"${service}(?:[."-]|$)`).test(text),
      `it tells of ${service}`,
    );
  }
}
