import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createReport } from './__fixtures__/report';
import {
  createReportJsonSchema,
  findDanglingEvidence,
  parseReport,
} from './reportSchema';

describe('rcaReportSchema', () => {
  it('accepts a complete report unchanged, also after a round trip through JSON', () => {
    const report = createReport();
    expect(parseReport(JSON.parse(JSON.stringify(report)))).toEqual(report);
    const { narrative, ...before } = createReport({ schemaVersion: '1.1' });
    expect(narrative?.sentences).toHaveLength(1);
    expect(parseReport(before)).toEqual(before);
    const { seenBefore, ...first } = { ...before, schemaVersion: '1.0' };
    expect(seenBefore).toHaveLength(1);
    expect(parseReport(first)).toEqual(first);
  });

  it.each([
    ['an unknown field', { extra: 1 }, /Unrecognized key/],
    ['another version', { schemaVersion: '2.0' }, /schemaVersion/],
    ['a verdict outside the list', { verdict: 'maybe' }, /verdict/],
    ['a confidence above 1', { confidence: 1.1 }, /confidence/],
    ['a local time', { createdAt: '2026-11-20 11:00' }, /createdAt/],
    [
      'a hypothesis without evidence',
      { hypotheses: [{ ...createReport().hypotheses[0], evidenceFor: [] }] },
      /evidenceFor/,
    ],
    [
      'an excerpt over 4 KiB',
      {
        evidence: [
          { ...createReport().evidence[0], excerpt: 'x'.repeat(4_097) },
        ],
      },
      /excerpt/,
    ],
  ])('refuses %s', (_, overrides, message) => {
    expect(() => parseReport({ ...createReport(), ...overrides })).toThrow(
      message,
    );
  });

  it('refuses evidence ids that the report does not hold, wherever they are named', () => {
    const report = createReport({
      timeline: [{ ...createReport().timeline[0], evidence: ['ev-7'] }],
      excluded: [{ ...createReport().excluded[0], evidence: ['ev-8'] }],
      hypotheses: [
        { ...createReport().hypotheses[0], evidenceAgainst: ['ev-9'] },
      ],
      narrative: {
        sentences: [{ text: 'cart fails.', evidence: ['ev-6'] }],
        dropped: [],
      },
    });
    expect(findDanglingEvidence(report)).toEqual([
      'ev-6',
      'ev-7',
      'ev-8',
      'ev-9',
    ]);
    expect(() => parseReport(report)).toThrow(
      'The report names evidence that it does not hold: ev-6, ev-7, ev-8, ev-9',
    );
  });

  it('is published as the JSON Schema file beside the package', () => {
    const file = join(__dirname, '../schema/rca-report-1.2.schema.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(
      createReportJsonSchema(),
    );
  });
});
