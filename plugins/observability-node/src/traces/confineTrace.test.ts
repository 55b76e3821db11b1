import { confineTrace } from './confineTrace';
import { RawAttribute, RawSpan } from './RawSpan';
import { readResource } from './readResource';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const names = { namespace: 'k8s.namespace.name', pod: 'k8s.pod.name' };
const START_NS = 1_795_232_018_000_000_000n;

function attributes(values: Record<string, unknown>): RawAttribute[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

function resource(namespace: unknown, more: RawAttribute[] = []) {
  return readResource(
    [
      ...attributes({
        'service.name': 'checkout',
        'k8s.pod.name': 'checkout-1',
      }),
      ...attributes({ 'k8s.namespace.name': namespace }),
      ...more,
    ],
    names,
  );
}

let lastId = 0;
function span(namespace: unknown, overrides: Partial<RawSpan> = {}): RawSpan {
  return {
    traceId: TRACE,
    spanId: (++lastId).toString(16).padStart(16, '0'),
    resource: resource(namespace),
    operation: 'POST /checkout',
    kind: 'server',
    startNs: START_NS,
    durationNs: 1_000_000n,
    failed: false,
    attributes: [],
    events: [],
    ...overrides,
  };
}

function confine(spans: RawSpan[], ...namespaces: string[]) {
  return confineTrace(
    TRACE,
    spans,
    namespaces.length ? namespaces : ['team-a-prod'],
  );
}

describe('confineTrace', () => {
  it('should keep the spans of the namespaces and count the others', () => {
    const trace = confine([
      span('team-a-prod', { spanId: 'a1', startNs: START_NS + 5_000_000n }),
      span('ingress', { spanId: 'i1', durationNs: 900_000_000n }),
      span('team-a-prod', {
        spanId: 'a2',
        parentId: 'a1',
        startNs: START_NS + 6_000_500n,
        durationNs: 2_000_000n,
        failed: true,
        statusText: 'boom',
        attributes: attributes({ 'server.address': 'payments', retries: 3 }),
        events: [
          {
            timeNs: START_NS,
            name: 'exception',
            attributes: attributes({ a: true }),
          },
        ],
      }),
      span('team-a-prod', {
        spanId: 'a3',
        parentId: 'b1',
        startNs: START_NS + 7_000_000n,
      }),
      span('team-a-prod', {
        spanId: 'a4',
        parentId: 'gone',
        startNs: START_NS + 7_000_001n,
      }),
      span('team-b-prod', {
        spanId: 'b1',
        parentId: 'a2',
        operation: 'POST /secret',
        durationNs: 70_000_000_000n,
      }),
    ])!;
    expect(trace).toMatchObject({
      traceId: TRACE,
      // The first visible span's, not that of the hidden root.
      start: '2026-11-21T03:33:38.005Z',
      hiddenSpans: 2,
      truncated: false,
    });
    expect(trace.durationMs).toBeCloseTo(3.0005);
    expect(
      trace.spans.map(({ spanId, parentId, parentHidden }) => [
        spanId,
        parentId,
        parentHidden,
      ]),
    ).toEqual([
      ['a1', undefined, undefined],
      ['a2', 'a1', undefined],
      ['a3', undefined, true],
      ['a4', undefined, undefined],
    ]);
    expect(trace.spans[1]).toEqual({
      spanId: 'a2',
      parentId: 'a1',
      service: 'checkout',
      namespace: 'team-a-prod',
      pod: 'checkout-1',
      operation: 'POST /checkout',
      kind: 'server',
      start: '2026-11-21T03:33:38.006000500Z',
      durationMs: 2,
      failed: true,
      statusText: 'boom',
      attributes: {
        'server.address': 'payments',
        retries: '3',
        'resource.service.name': 'checkout',
        'resource.k8s.namespace.name': 'team-a-prod',
        'resource.k8s.pod.name': 'checkout-1',
      },
      events: [
        {
          time: '2026-11-21T03:33:38.000Z',
          name: 'exception',
          attributes: { a: 'true' },
        },
      ],
    });
    expect(JSON.stringify(trace)).not.toMatch(/secret|b1|team-b|ingress/);
  });

  it.each([
    ['no namespace', span(undefined)],
    ['a namespace in a list', span(['team-a-prod'])],
    ['a list written as text', span('["team-a-prod"]')],
    ['other case', span('Team-A-Prod')],
    ['a longer name', span('team-a-prod-2')],
    ['a name with white space', span('team-a-prod ')],
    ['several names in one', span('team-a-prod,team-b-prod')],
    ['a namespace of another type', span({ toString: 'team-a-prod' })],
    [
      'a second namespace beside its own',
      span('team-b-prod', {
        resource: resource(
          'team-b-prod',
          attributes({ 'k8s.namespace.name': 'team-a-prod' }),
        ),
      }),
    ],
    [
      'a second namespace of another type',
      span('team-a-prod', {
        resource: resource(
          'team-a-prod',
          attributes({ 'k8s.namespace.name': 1 }),
        ),
      }),
    ],
    [
      'the key in another case',
      span(undefined, {
        resource: readResource(
          attributes({ 'K8S.Namespace.Name': 'team-a-prod' }),
          names,
        ),
      }),
    ],
    [
      'the namespace as an attribute of the span and of its events',
      span('team-b-prod', {
        attributes: attributes({ 'k8s.namespace.name': 'team-a-prod' }),
        events: [
          {
            name: 'x',
            attributes: attributes({ 'k8s.namespace.name': 'team-a-prod' }),
          },
        ],
      }),
    ],
    [
      'the id of another trace',
      span('team-a-prod', { traceId: `${'f'.repeat(32)}` }),
    ],
    ['no trace id', span('team-a-prod', { traceId: '' })],
  ])('should not show a span with %s', (_, hidden) => {
    expect(confine([hidden])).toBeUndefined();
    const beside = confine([span('team-a-prod', { spanId: 'a1' }), hidden])!;
    expect(beside.spans.map(({ spanId }) => spanId)).toEqual(['a1']);
  });

  it('should take ids without their leading zeros for the same', () => {
    const short = confineTrace(
      '00000000000000003af7651916cd43dd',
      [span('team-a-prod', { traceId: '3af7651916cd43dd' })],
      ['team-a-prod'],
    );
    expect(short).toMatchObject({
      traceId: '3af7651916cd43dd',
      hiddenSpans: 0,
    });
    expect(confineTrace('../x', [span('team-a-prod')], ['team-a-prod'])).toBe(
      undefined,
    );
  });

  it('should make a forest of circles, copies and shared ids', () => {
    const copy = span('team-a-prod', { spanId: 'copy', parentId: 'self' });
    const trace = confine([
      span('team-a-prod', { spanId: 'self', parentId: 'self' }),
      copy,
      { ...copy },
      span('team-a-prod', {
        spanId: 'c2',
        parentId: 'c3',
        startNs: START_NS + 20n,
      }),
      span('team-a-prod', {
        spanId: 'c1',
        parentId: 'c2',
        startNs: START_NS + 10n,
      }),
      span('team-a-prod', {
        spanId: 'c3',
        parentId: 'c1',
        startNs: START_NS + 30n,
      }),
      span('team-a-prod', {
        spanId: 'tail',
        parentId: 'c2',
        startNs: START_NS + 5n,
      }),
      span('team-a-prod', { spanId: 'shared', kind: 'client' }),
      span('team-a-prod', {
        spanId: 'shared',
        kind: 'server',
        startNs: START_NS + 1n,
      }),
      span('team-a-prod', { spanId: 'child', parentId: 'shared' }),
      // A hidden span that takes the id of a visible one hides no parent.
      span('team-b-prod', { spanId: 'shared' }),
    ])!;
    const parents = Object.fromEntries(
      trace.spans.map(({ spanId, parentId }) => [spanId, parentId]),
    );
    expect(parents).toEqual({
      self: undefined,
      copy: 'self',
      c1: undefined,
      c2: 'c3',
      c3: 'c1',
      tail: 'c2',
      shared: undefined,
      'shared~2': undefined,
      child: 'shared',
    });
    expect(trace.spans).toHaveLength(9);
    expect(trace.hiddenSpans).toBe(1);
  });

  it('should bound what one trace can bring', () => {
    const spans = Array.from({ length: 6_000 }, (_, index) =>
      span('team-a-prod', {
        parentId: lastId.toString(16).padStart(16, '0'),
        startNs: START_NS + BigInt(index) * 1_000_000n,
      }),
    );
    const huge = confine([...spans].reverse())!;
    expect(huge.spans).toHaveLength(5_000);
    expect(huge.truncated).toBe(true);
    expect(huge.spans[0].start).toBe('2026-11-21T03:33:38.000Z');
    expect(huge.durationMs).toBe(5_000);

    const [wide] = confine([
      span('team-a-prod', {
        operation: 'o'.repeat(10_000),
        statusText: 's'.repeat(10_000),
        attributes: [
          ...attributes({ big: 'x'.repeat(10_000), ['k'.repeat(999)]: 1 }),
          { key: '__proto__', value: 'mine' },
          ...Array.from({ length: 500 }, (_, i) => ({
            key: `a${i}`,
            value: i,
          })),
        ],
        events: Array.from({ length: 500 }, () => ({
          name: 'e',
          attributes: [],
        })),
      }),
    ])!.spans;
    expect(wide.operation).toHaveLength(512);
    expect(wide.statusText).toHaveLength(2_048);
    expect(Object.keys(wide.attributes)).toHaveLength(128);
    expect(wide.attributes.big).toHaveLength(4_096);
    expect(
      Object.getOwnPropertyDescriptor(wide.attributes, '__proto__')?.value,
    ).toBe('mine');
    expect(Object.getPrototypeOf(wide.attributes)).toBe(Object.prototype);
    expect(wide.events).toHaveLength(128);
    // Without a time of its own, an event is at the span's start.
    expect(wide.events[0].time).toBe(wide.start);
  });

  it('should drop visible spans that cannot be placed, and say so', () => {
    const trace = confine([
      span('team-a-prod', { spanId: 'ok' }),
      span('team-a-prod', { spanId: '' }),
      span('team-a-prod', { startNs: undefined }),
    ])!;
    expect(trace).toMatchObject({ truncated: true, hiddenSpans: 0 });
    expect(trace.spans).toHaveLength(1);
  });

  it('should answer a forest of visible spans whatever the spans claim', () => {
    let state = 1;
    const random = (limit: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      // The lower bits of such a generator repeat too soon.
      return Math.floor(state / 65_536) % limit;
    };
    for (let round = 0; round < 300; round++) {
      const spans = Array.from({ length: random(40) }, (_, index) => {
        const isVisible = random(2) === 0;
        return span(isVisible ? 'team-a-prod' : 'team-b-prod', {
          spanId: `s${random(9)}${random(4) ? '' : '~2'}`,
          parentId: random(5) ? `s${random(11)}` : undefined,
          startNs: START_NS + BigInt(random(10)),
          kind: random(2) ? 'server' : 'client',
          operation: isVisible ? `own ${index}` : `secret ${index}`,
        });
      });
      const trace = confine(spans);
      const own = spans.filter(
        ({ resource: { namespace } }) => namespace === 'team-a-prod',
      );
      expect(trace === undefined).toBe(own.length === 0);
      if (!trace) {
        continue;
      }
      expect(trace.hiddenSpans).toBe(spans.length - own.length);
      expect(JSON.stringify(trace)).not.toContain('secret');
      expect(new Set(trace.spans.map(({ operation }) => operation))).toEqual(
        new Set(own.map(({ operation }) => operation)),
      );
      const byId = new Map(trace.spans.map(found => [found.spanId, found]));
      expect(byId.size).toBe(trace.spans.length);
      for (const found of trace.spans) {
        const path = new Set<string>();
        for (let id = found.spanId; ; ) {
          expect(path.has(id)).toBe(false);
          path.add(id);
          const { parentId } = byId.get(id)!;
          if (parentId === undefined) {
            break;
          }
          id = parentId;
        }
        expect(found.parentId && found.parentHidden).toBeFalsy();
      }
    }
  });
});
