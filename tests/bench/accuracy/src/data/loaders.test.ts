import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { anonymised, asIs } from '../renames';
import { suite as loghub } from '../suites/loghub';
import { suite as nab } from '../suites/nab';
import { suite as nezha } from '../suites/nezha';
import { suite as petshop } from '../suites/petshop';

/** A made-up day in the layout of the data: two pods, one of which is busy. */
function writeNezha(root: string) {
  const data = join(root, 'nezha-made-up/rca_data/2030-01-01');
  for (const folder of ['metric', 'log']) {
    mkdirSync(join(data, folder), { recursive: true });
  }
  const row = (minute: number, pod: string, cpu: number) =>
    `2030-01-01 10:${String(minute).padStart(
      2,
      '0',
    )}:09.1 +0000 UTC m=+1,-5,${pod},${cpu},NaN`;
  for (const pod of ['a-1-x', 'b-1-x']) {
    const rows = Array.from({ length: 40 }, (_, minute) =>
      row(minute, pod, pod === 'b-1-x' && minute > 30 ? 95 : 5 + (minute % 2)),
    );
    writeFileSync(
      join(data, 'metric', `${pod}_metric.csv`),
      `Time,TimeStamp,PodName,CpuUsageRate(%),PodWorkload(Ops)\r\n${rows.join(
        '\r\n',
      )}\r\n`,
    );
  }
  const log = '{""log"":""10:30:40.1 INFO a\\n""}';
  writeFileSync(
    join(data, 'log/10_30_log.csv.gz'),
    gzipSync(
      `Timestamp,TimeUnixNano,Node,PodName,Container,TraceID,SpanID,Log\n2030-01-01T10:30:40.123456789Z,-1,n,a-1-x,c,t,s,"${log}"\n2030-01-01T10:30:41Z,-1,n,a-1-x,c,t,s,broken\n`,
    ),
  );
  const fault = (inject_time: string) => ({
    inject_time,
    inject_timestamp: '1',
    inject_pod: 'b-1-x',
    inject_type: 'cpu_contention',
  });
  writeFileSync(
    join(data, '2030-01-01-fault_list.json'),
    JSON.stringify({ '10': [fault('2030-01-01 10:30:30'), fault('no time')] }),
  );
}

function writePetShop(root: string) {
  const scenario = join(root, 'petshop/made-up');
  const issue = join(scenario, 'test/issue_0');
  mkdirSync(join(scenario, 'noissue'), { recursive: true });
  mkdirSync(issue, { recursive: true });
  writeFileSync(
    join(scenario, 'graph.csv'),
    ',site,"db,1"\nsite,0.0,1.0\n"db,1",0.0,0.0\n',
  );
  const metrics = (rows: string[]) =>
    [
      'microservice,site,"db,1",site,"db,1"',
      'metric,latency,latency,requests,requests',
      'statistic,Average,Average,Sum,Sum',
      'unix_timestamp,,,,',
      ...rows,
    ].join('\n');
  const calm = (i: number) =>
    `${i * 300},0.${20 + (i % 3)},0.1${i % 3},100,100`;
  writeFileSync(
    join(scenario, 'noissue/metrics.csv'),
    metrics(Array.from({ length: 100 }, (_, i) => calm(i))),
  );
  writeFileSync(
    join(issue, 'metrics.csv'),
    metrics([
      calm(1),
      calm(2),
      '900,0.9,0.8,100,100',
      '1200,0.9,0.8,100,100',
      '1500,,0.8,,100',
    ]),
  );
  writeFileSync(
    join(issue, 'target.json'),
    JSON.stringify({
      target: {
        node: 'site',
        metric: 'latency',
        agg: 'Average',
        timestamp: 890,
      },
      root_cause: { node: 'db,1', metric: null },
      metadata: { reproducibility: { command: 'names the truth' } },
    }),
  );
}

describe('suites', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'accuracy-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('should read Nezha by listing, and count what fails as a miss by name', async () => {
    expect(await nezha.run(asIs(root))).toBeUndefined();
    writeNezha(root);
    const report = (await nezha.run(asIs(root)))!;
    expect(report.notes).toEqual([
      'nezha-made-up 2030-01-01: 2 faults, 2 pods, metric + log',
    ]);
    const figures = report.figures['nezha-made-up'] as Record<string, object>;
    expect(figures['metrics + logs']).toMatchObject({ n: 2, ac1: 0.5 });
    expect(figures).not.toHaveProperty('metrics + logs + traces');
    expect(report.misses).toContainEqual(
      expect.stringMatching(/metrics \| .* no time b-1-x .* failed: /),
    );
    expect((await nezha.run(anonymised(root)))!.figures).toEqual(
      report.figures,
    );
  });

  it('should read PetShop by listing', async () => {
    expect(await petshop.run(asIs(root))).toBeUndefined();
    writePetShop(root);
    const report = (await petshop.run(asIs(root)))!;
    expect(report.figures.petshop).toMatchObject({
      'given onset': { n: 1, ac1: 1, empty: 0 },
      specificity: { latency: { empty: 1 } },
    });
    expect(report.misses).toEqual([]);
    expect((await petshop.run(anonymised(root)))!.figures).toEqual(
      report.figures,
    );
  });

  it('should read loghub by listing, and name the templates that are wrong', async () => {
    expect(await loghub.run(asIs(root))).toBeUndefined();
    const folder = join(root, 'loghub/MadeUp');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'MadeUp_2k.log_structured.csv'),
      [
        'LineId,Level,Content,EventId,EventTemplate',
        '1,INFO,"opened 7, ""now""",E1,x',
        '2,INFO,"opened 8, ""now""",E1,x',
        '3,INFO,went up,E2,x',
        '4,INFO,went down,E2,x',
      ].join('\r\n'),
    );
    const report = (await loghub.run(asIs(root)))!;
    expect(report.figures.loghub).toMatchObject({
      'this engine, one setting': { ga: 0.5, fga: 0.4 },
      'floor: identical lines': { ga: 0 },
    });
    expect(report.misses).toEqual(['loghub MadeUp E2: 2 lines in 2 groups']);
  });

  it('should read NAB by its labels, and name the windows that are missed', async () => {
    expect(await nab.run(asIs(root))).toBeUndefined();
    for (const folder of ['nab/labels', 'nab/data/made-up']) {
      mkdirSync(join(root, folder), { recursive: true });
    }
    const stamp = (row: number) =>
      new Date(row * 300_000).toISOString().slice(0, 19).replace('T', ' ');
    const rows = Array.from(
      { length: 800 },
      (_, row) =>
        `${stamp(row)},${Math.sin(row * row) + (row === 505 ? 90 : 0)}`,
    );
    const name = 'made-up/one.csv';
    writeFileSync(
      join(root, 'nab/data', name),
      ['timestamp,value', ...rows].join('\n'),
    );
    const window = (from: number, to: number) => [
      `${stamp(from)}.000000`,
      `${stamp(to)}.000000`,
    ];
    writeFileSync(
      join(root, 'nab/labels/combined_windows.json'),
      JSON.stringify({
        [name]: [window(500, 520), window(600, 620)],
        'made-up/gone.csv': [window(5, 6)],
      }),
    );
    const report = (await nab.run(asIs(root)))!;
    expect(report.notes).toContain(
      'nab made-up/gone.csv: is labelled, but not there; not measured',
    );
    expect(report.misses).toEqual([
      `nab ${name}: nothing in rows 600 to 620, frozen threshold`,
    ]);
    const { frozen } = (report.figures.nab as Record<string, any>).engine;
    expect(frozen.standard).toBeGreaterThan(40);
    expect(frozen.standard).toBeLessThanOrEqual(50);
  });
});
