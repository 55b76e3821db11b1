import MarkdownIt from 'markdown-it';
import { parse } from 'yaml';
import { createReport } from './__fixtures__/report';
import { escapeMarkdown } from './escapeMarkdown';
import { renderReportMarkdown } from './renderReportMarkdown';

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '[click me](https://evil.example/x)',
  '![pixel](https://evil.example/p.png)',
  'see https://evil.example and www.evil.example or evil.com now',
  'mail admin@evil.example or @platform-team in #42',
  '**bold** _em_ ~~gone~~ `code` | cell |',
  '# heading\n## another\n---\n> quote\n- item\n1. one',
  '```\nout of the fence\n```\n<script>alert(1)</script>',
  '[ref]: https://evil.example "t"\n[ref]',
  '&lt;b&gt; &#60;i&#62; \\<b>',
  // eslint-disable-next-line no-script-url -- hostile on purpose
  'javascript:alert(1) data:text/html;base64,AAAA',
  '\u001b[31mred\u001b[0m \u202egpj.exe \u200bzero',
  '<!-- comment --> <https://evil.example>',
];

/** As permissive as a renderer can be. */
const permissive = new MarkdownIt({
  html: true,
  linkify: true,
  typographer: true,
});

function tagsOf(markdown: string): string[] {
  const html = permissive.render(markdown);
  return [...html.matchAll(/<([a-z0-9]+)/g)].map(match => match[1]);
}

describe('renderReportMarkdown', () => {
  it('renders every part of a report, the summary first, the same each time', () => {
    const markdown = renderReportMarkdown(createReport());
    const [, front, body] = markdown.split(/^---$/m);

    expect(parse(front)).toEqual({
      schemaVersion: '1.2',
      investigationId: '2b1f6c58-35bb-4f0e-9f57-7a3dbb6a2f10',
      entityRef: 'component:default/cart',
      cluster: 'sandbox',
      namespace: 'team-a-prod',
      from: '2026-11-20T10:00:00.000Z',
      to: '2026-11-20T11:00:00.000Z',
      requestedBy: 'user:default/300000000000000001',
      createdAt: '2026-11-20T11:00:01.000Z',
      verdict: 'cause-found',
      confidence: 0.93,
      category: 'bad-config',
      cause: 'Deployment team-a-prod/cart',
      onset: '2026-11-20T10:52:00.000Z',
    });
    expect(body.trim().split('\n')[0]).toBe(
      '# component:default/cart: Cause found',
    );
    for (const part of [
      '## Timeline',
      'Rollout of revision 4 (ev-1)',
      '### 1. bad-config, Deployment team-a-prod/cart (93 %)',
      '- Path: Deployment team-a-prod/cart → Deployment team-a-prod/checkout',
      '- node-failure, Node sandbox-node-2: All nodes that run its pods are ready.',
      '- kubernetes (forbidden): Nodes may not be listed.',
      '## In words\n\n- cart exits with code 1 because its value is not an integer. ([ev-1](#ev-1))\n\nWritten by',
      '3 sentences dropped (without evidence of the report: 2, with a number',
      '### <a id="ev-1"></a>ev-1: Last exit of container cart',
      '### Roll cart back to revision 3',
      '- critical, container-crash-loop (by k8sgpt and rules): Container cart exits',
      '- 2026-11-13T09:00:00.000Z (80 % alike): Cause found, bad-config, Deployment team-a-prod/cart. cart stops at start because of its configuration. Investigation 7d0f6c58-35bb-4f0e-9f57-7a3dbb6a2f10 (ev-1)',
      '- Measured: 4 restarts over 480 s, baseline 0 restarts',
      '```text\nexit code 1\nvalue "ten" is not an integer\n```',
    ]) {
      expect(markdown).toContain(part);
    }
    expect(renderReportMarkdown(createReport())).toBe(markdown);
  });

  it('renders a report of before: without origins, and with nothing seen before', () => {
    const markdown = renderReportMarkdown(
      createReport({
        schemaVersion: '1.0',
        seenBefore: undefined,
        narrative: undefined,
        findings: [{ ...createReport().findings[0], origins: undefined }],
      }),
    );
    expect(markdown).toContain('- critical, container-crash-loop: Container');
    expect(markdown).not.toContain('Seen before');
    expect(markdown).not.toContain('In words');
    expect(markdown).toContain('### ev-1: Last exit');
  });

  it('says why a model wrote nothing', () => {
    const failure = 'The model did not answer: it took longer than 30 s.';
    expect(
      renderReportMarkdown(
        createReport({ narrative: { sentences: [], dropped: [], failure } }),
      ),
    ).toContain(`## In words\n\n${failure}\n`);
  });

  it.each(HOSTILE)('never lets telemetry become markup: %j', hostile => {
    const safe = renderReportMarkdown(createReport());
    const attacked = renderReportMarkdown(
      createReport({
        summary: hostile,
        unchecked: [{ source: 'logs', reason: 'failed', message: hostile }],
        timeline: [
          { ...createReport().timeline[0], title: hostile, object: undefined },
        ],
        findings: [
          {
            ...createReport().findings[0],
            title: hostile,
            origins: [hostile, 'rules'],
          },
        ],
        seenBefore: [{ ...createReport().seenBefore![0], summary: hostile }],
        narrative: {
          model: hostile,
          sentences: [{ text: hostile, evidence: ['ev-1'] }],
          dropped: createReport().narrative!.dropped,
        },
        hypotheses: [
          {
            ...createReport().hypotheses[0],
            statement: hostile,
            confirmBy: hostile,
          },
        ],
        evidence: [
          {
            ...createReport().evidence[0],
            title: hostile,
            excerpt: hostile,
            query: hostile,
          },
        ],
      }),
    );
    // Inline code is all that untrusted text may add.
    const structure = (markdown: string) =>
      tagsOf(markdown.split(/^---$/m).slice(2).join('---')).filter(
        tag => tag !== 'code',
      );
    expect(structure(attacked)).toEqual(structure(safe));
    expect(permissive.render(attacked)).not.toMatch(
      /<[^>]*\b(?:href|src)="(?!#ev-1")|<script|\u202e/,
    );
  });

  it('keeps ordinary sentences readable', () => {
    expect(
      escapeMarkdown(
        'p95 latency of checkout rose from 0.12 s to 1.9 s at 10:52 (team-a-prod).',
      ),
    ).toBe(
      'p95 latency of checkout rose from 0.12 s to 1.9 s at 10:52 (team-a-prod).',
    );
  });
});
