import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallerName } from '../../support/Caller';
import { expect, Suite } from '../../support/Suite';
import { canary } from '../../world/plant';
import { plantBulk, plantLines } from '../../world/plantTelemetry';
import type { World } from '../../world/World';
import { expectNoLeak } from '../hostile';
import { Attacker, inParallel, lastHalfHour } from './Attacker';
import { foreignLogsQl } from './logsQlTexts';

/** Until a line that was just written arrives. */
const DELIVERY_MS = 2_500;
/** As many as one person may follow at once. */
const TAILS = 3;
/** What the portal promises, and a busy machine's delay besides. */
const LOST_AFTER_MS = 5_000;
const DELAY_MS = 1_500;
const STAGING = 'team-a-staging';
/** More than what the sockets between hold, so that an export waits for its reader. */
const BULK_LINES = 24_000;

/** An answer that lasts; `text` is what came so far. */
type Stream = {
  status: number;
  text: string;
  closedAt?: number;
  answer: http.IncomingMessage;
};

/** Logs that are followed or exported: what arrives, and when the right to it is lost. */
export async function testTail(suite: Suite, world: World): Promise<void> {
  const { admin } = world;
  const attackers = Attacker.both(world);
  // Pipes that sum up cannot be followed, and are refused.
  const texts = foreignLogsQl.filter(
    text => !/\| (?:stats|union|join)/.test(text),
  );
  const chosen = texts.filter((_, i) => i % 9 === 0);
  suite.begin(`LogsQL that is followed (${chosen.length})`);
  const words = {
    'team-a-prod': canary('followed'),
    [STAGING]: canary('followed'),
    'team-b-prod': 'followed-own',
    'team-a-b-prod': 'followed-own',
  };
  world.canaries.set(words['team-a-prod'], 'line of team-a-prod');
  world.canaries.set(words[STAGING], `line of ${STAGING}`);
  let own = 0;
  const writing = new AbortController();
  const writer = (async () => {
    while (!writing.signal.aborted) {
      await plantLines(admin.state, words);
      await sleep(400);
    }
  })();
  try {
    await inParallel(
      chosen,
      (query, i) =>
        suite.test(JSON.stringify(query), async () => {
          const { name, entityRef } = attackers[i % 2];
          const stream = await open(world, name, 'logs/tail', {
            entityRef,
            query,
          });
          if (stream.status === 200) await sleep(DELIVERY_MS);
          stream.answer.destroy();
          expect(stream.status < 500, `fails: ${stream.status} ${stream.text}`);
          expectNoLeak(world, stream.text);
          if (stream.text.includes('followed-own')) own++;
        }),
      2 * TAILS - 1,
    );
  } finally {
    writing.abort();
    await writer;
  }
  await suite.test('own lines arrive, so that this shows something', () =>
    expect(own > 0, 'none arrived'),
  );

  suite.begin('Logs of a namespace that is given away');
  const about = { entityRef: 'component:default/checkout-staging', query: '*' };
  const note = canary('later');
  await plantBulk(admin.state, STAGING, BULK_LINES);
  const tail = await open(world, 'alice', 'logs/tail', about);
  const download = await open(world, 'alice', 'logs/export', {
    ...about,
    window: lastHalfHour(),
    format: 'text',
  });
  await suite.test('alice follows and exports it', () => {
    expect(tail.status === 200, `tail: ${tail.status} ${tail.text}`);
    expect(download.status === 200, `export: ${download.status}`);
  });
  // Whoever does not read on keeps the rest of an export waiting.
  download.answer.pause();
  const given = Date.now();
  try {
    await admin.label(STAGING, 'team-b');
    await sleep(LOST_AFTER_MS + DELAY_MS);
    await plantLines(admin.state, { [STAGING]: note });
    download.answer.resume();
    await sleep(DELIVERY_MS);
  } finally {
    await admin.label(STAGING, 'team-a');
    tail.answer.destroy();
    download.answer.destroy();
  }
  await suite.test('what follows it ends in time, and says why', () => {
    expect(tail.closedAt !== undefined, 'it is still open');
    const late = tail.closedAt - given;
    expect(late <= LOST_AFTER_MS + DELAY_MS, `it was open for ${late} ms`);
    expect(/"ended"/.test(tail.text), 'it does not say that it ended');
    expect(!tail.text.includes(note), 'a line came that was written later');
  });
  await suite.test('an export that waits is broken off', () => {
    const lines = download.text.split('\n').length;
    expect(lines < BULK_LINES, `${lines} lines came`);
    expect(
      /# Broken off/.test(download.text.slice(-500)),
      'it does not say so',
    );
    process.stdout.write(`    ${lines} of ${BULK_LINES} lines were exported\n`);
  });
  await suite.test('and alice can read it again with its label', () =>
    world
      .eventually('alice reads it', async () => {
        const { status } = await world
          .as('alice')
          .post('/api/observability/logs/fields', {
            ...about,
            window: lastHalfHour(),
          });
        return status === 200 ? true : undefined;
      })
      .then(() => {}),
  );
}

function open(
  world: World,
  name: CallerName,
  path: string,
  body: object,
): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port: new URL(world.portalUrl).port,
        method: 'POST',
        path: `/api/observability/${path}`,
        agent: false,
        headers: {
          authorization: `Bearer ${world.as(name).token}`,
          'content-type': 'application/json',
        },
      },
      answer => {
        const stream: Stream = {
          status: answer.statusCode ?? 0,
          text: '',
          answer,
        };
        answer.setEncoding('utf8');
        answer.on('data', chunk => {
          stream.text += chunk;
        });
        answer.on('error', () => {});
        answer.once('close', () => {
          stream.closedAt = Date.now();
        });
        resolve(stream);
      },
    );
    request.once('error', reject);
    request.end(JSON.stringify(body));
  });
}
