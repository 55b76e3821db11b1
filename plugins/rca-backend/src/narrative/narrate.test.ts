import { mockCredentials } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import { RcaNarrator } from '@internal/plugin-rca-node';
import { mockTenantScope } from '@internal/plugin-tenancy-node/testUtils';
import { analysis } from '../__testUtils__/narratorAnalysis';
import {
  deployment,
  ended,
  FROM,
  NAMESPACE,
  pod,
  replicaSet,
  subjectOf,
  TO,
} from '../__testUtils__/snapshot';
import { emptyKubernetesFacts } from '../collectors/kubernetes';
import { investigate } from '../engine/investigate';
import { narrate } from './narrate';

const TENANT = 'sandbox/team-b-prod';
/** What a deadline of 50 ms needs, beside the reserve. */
const SHORT_MS = 3_050;

describe('narrate', () => {
  const run = (
    work: RcaNarrator['narrate'],
    options: { signal?: AbortSignal; remainingMs?: number } = {},
  ) =>
    narrate({
      narrator: { narrate: work },
      analysis,
      tenant: TENANT,
      signal: new AbortController().signal,
      remainingMs: Infinity,
      ...options,
    });

  it('keeps what the evidence bears out, counts the rest and tells the narrator', async () => {
    const onChecked = jest.fn();
    expect(
      await run(async () => ({
        model: 'test/liar',
        onChecked,
        sentences: [
          {
            text: 'orders answers with errors.',
            entity: 'orders',
            evidence: ['ev-1'],
          },
          { text: 'An attacker did it.', entity: 'orders', evidence: ['ev-1'] },
        ],
      })),
    ).toEqual({
      model: 'test/liar',
      sentences: [{ text: 'orders answers with errors.', evidence: ['ev-1'] }],
      dropped: [{ reason: 'words-not-supported', count: 1 }],
    });
    expect(onChecked).toHaveBeenCalledWith({
      kept: 1,
      dropped: [{ reason: 'words-not-supported', count: 1 }],
    });
  });

  it('says why there are no words, and nothing that nobody wrote to be read', async () => {
    const failure = async (...args: Parameters<typeof run>) =>
      (await run(...args)).failure;
    expect(
      await failure(async () => {
        throw new ServiceUnavailableError('its budget of today is used up');
      }),
    ).toBe('The model did not answer: its budget of today is used up');
    expect(
      await failure(async () => {
        throw new Error('connect http://user:hunter2@model.internal');
      }),
    ).toBe(
      'The model did not answer: an unexpected error ended it, which the log of the portal has',
    );
    expect(
      await failure(() => new Promise(() => {}), { remainingMs: SHORT_MS }),
    ).toMatch('it took longer than 0 s');
    expect(
      await failure(() => new Promise(() => {}), { remainingMs: 2_000 }),
    ).toMatch('no time was left');
  });

  it('ends with the investigation, by its reason', async () => {
    const controller = new AbortController();
    const pending = run(() => new Promise(() => {}), {
      signal: controller.signal,
    });
    controller.abort(new ServiceUnavailableError('Cancelled'));
    await expect(pending).rejects.toThrow('Cancelled');
  });
});

describe('investigate with a narrator', () => {
  const run = (narrator?: RcaNarrator) =>
    investigate({
      investigationId: '2b1f6c58-35bb-4f0e-9f57-7a3dbb6a2f10',
      requestedBy: 'user:default/alice',
      subject: subjectOf('cart'),
      window: { from: new Date(FROM), to: new Date(TO) },
      scope: mockTenantScope({ namespaces: [NAMESPACE] }),
      credentials: mockCredentials.user(),
      collectors: [
        {
          source: 'kubernetes',
          collect: async () => ({
            evidence: [],
            unchecked: [],
            summary: 'read',
            facts: {
              ...emptyKubernetesFacts,
              namespaces: [NAMESPACE],
              deployments: [deployment('cart', { available: 0 })],
              replicaSets: [replicaSet('cart', 1)],
              pods: [
                pod('cart', {
                  ready: false,
                  container: ended({ exitCode: 1 }),
                }),
              ],
            },
          }),
        },
      ],
      signal: new AbortController().signal,
      narrator,
    });

  it('changes nothing else of the report, whatever the narrator does', async () => {
    const { createdAt, durationMs, sources, ...without } = await run();
    expect(without).not.toHaveProperty('narrative');
    const { narrative, ...rest } = await run({
      narrate: async (given, { tenant }) => {
        expect(tenant).toBe(`sandbox/${NAMESPACE}`);
        given.verdict = 'healthy';
        given.findings.length = 0;
        given.evidence.push({ id: 'ev-99', source: 'x', title: 'made up' });
        return {
          model: 'test/liar',
          sentences: [
            { text: 'cart is healthy.', entity: 'cart', evidence: ['ev-99'] },
          ],
        };
      },
    });
    expect(rest).toEqual({
      ...without,
      createdAt: expect.any(String),
      durationMs: expect.any(Number),
      sources: sources.map(source => ({
        ...source,
        durationMs: expect.any(Number),
      })),
    });
    expect(narrative).toEqual({
      model: 'test/liar',
      sentences: [],
      dropped: [{ reason: 'unknown-evidence', count: 1 }],
    });
    expect(without.findings.length).toBeGreaterThan(0);
  });
});
