import { mockCredentials } from '@backstage/backend-test-utils';
import { SourceProgress } from '@internal/plugin-rca-common';
import { RcaCollector } from '@internal/plugin-rca-node';
import { mockTenantScope } from '@internal/plugin-tenancy-node/testUtils';
import { subjectOf } from '../__testUtils__/snapshot';
import { collectEvidence } from './collectEvidence';
import { DefaultSharedLoads } from './DefaultSharedLoads';
import { EvidenceBook } from './EvidenceBook';

const nothing = { evidence: [], facts: {}, unchecked: [], summary: 'looked' };

function collect(
  collectors: RcaCollector[],
  signal: AbortSignal = new AbortController().signal,
  onProgress?: (progress: SourceProgress[]) => void,
) {
  return collectEvidence({
    collectors,
    context: {
      subject: subjectOf('cart'),
      window: { from: new Date(0), to: new Date(1) },
      scope: mockTenantScope(),
      investigationId: '2b1f6c58-35bb-4f0e-9f57-7a3dbb6a2f10',
      credentials: mockCredentials.user(),
      shared: new DefaultSharedLoads({ signal }),
    },
    signal,
    onProgress,
  });
}

describe('collectEvidence', () => {
  it('lets each source fail alone, and tells how each ended', async () => {
    const seen: string[] = [];
    const results = await collect(
      [
        { source: 'good', collect: async () => nothing },
        {
          source: 'partial',
          collect: async () => ({
            ...nothing,
            unchecked: [
              { source: 'partial', reason: 'forbidden', message: 'no' },
            ],
          }),
        },
        {
          source: 'broken',
          collect: async () => {
            throw new Error('no\u0000 route');
          },
        },
        // Neither listens to its signal.
        {
          source: 'hanging',
          deadlineMs: 30,
          collect: () => new Promise(() => {}),
        },
        {
          source: 'throwing',
          collect: () => {
            throw new Error('at once');
          },
        },
      ],
      undefined,
      progress => seen.push(progress.map(item => item.status).join(' ')),
    );
    expect(
      results.map(
        ({ outcome }) =>
          `${outcome.source} ${outcome.status}: ${outcome.summary}`,
      ),
    ).toEqual([
      'good ok: looked',
      'partial partial: looked',
      'broken failed: no route',
      'hanging timed-out: No answer within 0.03 s',
      'throwing failed: at once',
    ]);
    expect(seen[0]).toBe('running running running running running');
    expect(seen.at(-1)).toBe('ok partial failed timed-out failed');
  });

  it('ends at once when cancelled, and tells the collectors', async () => {
    const controller = new AbortController();
    const heard = jest.fn();
    const work = collect(
      [
        {
          source: 'slow',
          collect: ({ signal }) =>
            new Promise(() => signal.addEventListener('abort', heard)),
        },
      ],
      controller.signal,
    );
    controller.abort();
    expect((await work)[0].outcome.status).toBe('cancelled');
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('shares loads between collectors, failures too', async () => {
    const load = jest.fn(async () => 42);
    const results = await collect(
      ['a', 'b'].map(source => ({
        source,
        collect: async ({ shared }) => ({
          ...nothing,
          facts: await shared.once('pods', load),
        }),
      })),
    );
    expect(results.map(({ collected }) => collected?.facts)).toEqual([42, 42]);
    expect(load).toHaveBeenCalledTimes(1);
  });
});

describe('EvidenceBook', () => {
  it('numbers what is cited, once, within the limits of a report', () => {
    const book = new EvidenceBook(
      new Map([
        [
          'logs',
          [
            { source: 'logs', title: 'a' },
            { source: 'logs', title: 'b', excerpt: 'x'.repeat(9_000) },
          ],
        ],
      ]),
    );
    expect(
      book.citeAll([
        { source: 'logs', index: 1 },
        { source: 'k', title: 'own' },
        { source: 'logs', index: 1 },
      ]),
    ).toEqual(['ev-1', 'ev-2']);
    expect(book.evidence.map(item => item.title)).toEqual(['b', 'own']);
    expect(book.evidence[0].excerpt).toHaveLength(4_096);
    expect(() => book.cite({ source: 'logs', index: 7 })).toThrow(
      "Collector 'logs' has no evidence 7",
    );
    expect(() => book.cite({ source: 'traces', index: 0 })).toThrow(
      "Collector 'traces' has no evidence 0",
    );
  });
});
