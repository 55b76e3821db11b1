import { analysis, INJECTION } from '../__testUtils__/analysis';
import { buildContent, buildPrompt } from './buildPrompt';

const same = (text: string) => text;

describe('buildPrompt', () => {
  it('sends causes, findings and short excerpts, and no curve and no query', () => {
    const content = buildContent(
      {
        ...analysis,
        evidence: analysis.evidence.map(item => ({
          ...item,
          query: 'QUERY',
          excerpt: `${'é'.repeat(1_000)} END`,
          series: [{ name: 'CURVE', points: [[0, 1]] }],
        })),
      },
      same,
    );
    expect(JSON.parse(content)).toMatchObject({
      service: 'component:default/orders',
      findings: [{ evidence: ['ev-1', 'ev-2'] }],
      evidence: [
        { id: 'ev-1', measurement: { unit: 'ratio' } },
        { id: 'ev-2' },
      ],
    });
    expect(content).not.toMatch(/QUERY|CURVE|END/);
  });

  it('stays within its bounds, with no evidence named that is not sent', () => {
    const many = Array.from({ length: 300 }, (_, i) => ({
      id: `ev-${i + 1}`,
      source: 'logs',
      title: 't'.repeat(300),
      excerpt: '"\n'.repeat(2_000),
    }));
    const content = buildContent(
      {
        ...analysis,
        evidence: many,
        findings: many.map(({ id }, i) => ({
          ...analysis.findings[0],
          id: `f-${i + 1}`,
          title: 'f'.repeat(500),
          evidence: [id],
        })),
      },
      same,
    );
    expect(content.length).toBeLessThanOrEqual(12_000);
    const { evidence, findings } = JSON.parse(content);
    expect(evidence.length).toBeGreaterThan(3);
    expect(findings).toHaveLength(Math.min(15, evidence.length));
  });

  it('masks before it cuts, and cuts no mask in two', () => {
    const secret = 'S'.repeat(100);
    const content = buildContent(
      {
        ...analysis,
        evidence: [
          { ...analysis.evidence[0], excerpt: `${'x'.repeat(390)}${secret}` },
        ],
      },
      text => text.replaceAll(secret, 'MASK_SECRET_0123456789ab'),
    );
    expect(content).not.toContain('SSS');
    expect(content).not.toContain('MASK_');
  });

  it('fences data by a word that is new each time and in one line of JSON', () => {
    const content = buildContent(analysis, same);
    const fenceOf = (user: string) =>
      /^<<<(DATA-[0-9a-f]{24})\n/.exec(user)![1];
    const [one, two] = [buildPrompt(content), buildPrompt(content)];
    expect(fenceOf(one.user)).not.toBe(fenceOf(two.user));
    const [begin, data, end] = one.user.split('\n');
    expect([begin, end]).toEqual([
      `<<<${fenceOf(one.user)}`,
      `${fenceOf(one.user)}>>>`,
    ]);
    expect(JSON.parse(data).evidence[1].excerpt).toContain(INJECTION);
    expect(one.system).not.toContain('orders');
  });
});
