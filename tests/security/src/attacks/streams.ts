import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectWebSocket } from '../support/connectWebSocket';
import { send } from '../support/send';
import { openSession } from '../support/signIn';
import { expect, Suite } from '../support/Suite';
import { World } from '../world/World';

const CHECKOUT = 'component:default/checkout';
const ROLES = ['team-a-admin'];

/** What the portal promises, and a busy machine's delay besides. */
const REQUESTS_LOST_AFTER_MS = 5_000;
const SIGNALS_LOST_AFTER_MS = 10_000;
const DELAY_MS = 1_500;
const POLL_MS = 100;

/** When something last was open, and when it was found closed. */
type Watched = { openUntil: number; closed: boolean };

/** Rights that end while a connection is open: adam loses his role at the identity provider. */
export async function testStreams(suite: Suite, world: World): Promise<void> {
  suite.begin('Open streams');
  const { portalUrl, admin } = world;
  const session = await openSession({ portalUrl, username: 'adam' });
  const headers = { authorization: `Bearer ${session.token}` };
  const statusOf = async (path: string, body?: unknown) => {
    const method = body === undefined ? 'GET' : 'POST';
    return (await send(portalUrl, { method, path, headers, body })).status;
  };
  const requests: Record<string, () => Promise<number>> = {
    'the entity': () =>
      statusOf('/api/catalog/entities/by-name/component/default/checkout'),
    'its events': () =>
      statusOf(
        '/api/kubernetes/clusters/sandbox/namespaces/team-a-prod/events',
      ),
    'its logs': () =>
      statusOf('/api/observability/logs/fields', {
        entityRef: CHECKOUT,
        window: lastMinutes(5),
      }),
  };
  const stop = new AbortController();
  const watched = new Map<string, Watched>();

  await suite.test('adam has all of them open', async () => {
    for (const [name, ask] of Object.entries(requests)) {
      const status = await ask();
      expect(status === 200, `${name}: ${status}`);
      watched.set(name, poll(ask, stop.signal));
    }
    watched.set('the followed log', await follow(portalUrl, session.token));
    const socket = await connectWebSocket(
      `${portalUrl.replace('http', 'ws')}/api/signals`,
      [session.token],
    );
    expect(typeof socket !== 'string', `signals: ${socket}`);
    const signals = { openUntil: Infinity, closed: false };
    socket.once('close', () => {
      Object.assign(signals, { openUntil: Date.now(), closed: true });
    });
    stop.signal.addEventListener('abort', () => socket.terminate());
    watched.set('signals', signals);
    // Some time, so that what is remembered about adam is in the middle of its life.
    await sleep(1_000);
    for (const [name, { closed }] of watched) {
      expect(!closed, `${name} ended by itself`);
    }
  });

  await admin.giveRoles('adam', []);
  try {
    await session.refresh();
    const lost = Date.now();
    await sleep(SIGNALS_LOST_AFTER_MS + DELAY_MS);
    for (const [name, { openUntil, closed }] of watched) {
      const bound =
        name === 'signals' ? SIGNALS_LOST_AFTER_MS : REQUESTS_LOST_AFTER_MS;
      await suite.test(`${name} is closed ${bound / 1_000} s later`, () => {
        expect(closed, 'it is still open');
        const late = openUntil - lost;
        process.stdout.write(`    ${name}: open for ${Math.max(0, late)} ms\n`);
        expect(late <= bound + DELAY_MS, `it was open for ${late} ms`);
      });
    }
  } finally {
    stop.abort();
    await admin.giveRoles('adam', ROLES);
  }
  await suite.test('and comes back with the role', async () => {
    await session.refresh();
    for (const [name, ask] of Object.entries(requests)) {
      await world.eventually(`adam gets ${name} again`, async () =>
        (await ask()) === 200 ? true : undefined,
      );
    }
  });
}

/** Asks again and again; open as long as an answer is a success, by when it was asked for. */
function poll(ask: () => Promise<number>, signal: AbortSignal): Watched {
  const state: Watched = { openUntil: Date.now(), closed: false };
  const run = async () => {
    while (!signal.aborted) {
      const begun = Date.now();
      const status = await ask().catch(() => 0);
      if (status === 200) state.openUntil = begun;
      state.closed = status === 403 || status === 404;
      await sleep(POLL_MS);
    }
  };
  run();
  return state;
}

/** Follows a log; open as long as the connection is. */
function follow(portalUrl: string, token: string): Promise<Watched> {
  const { port } = new URL(portalUrl);
  const state: Watched = { openUntil: Infinity, closed: false };
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: '/api/observability/logs/tail',
        agent: false,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
      },
      answer => {
        if (answer.statusCode !== 200) {
          reject(new Error(`The log cannot be followed: ${answer.statusCode}`));
        }
        answer.once('close', () => {
          Object.assign(state, { openUntil: Date.now(), closed: true });
        });
        answer.once('data', () => resolve(state));
        answer.resume();
      },
    );
    request.once('error', reject);
    request.end(JSON.stringify({ entityRef: CHECKOUT }));
  });
}

function lastMinutes(minutes: number) {
  const to = Date.now();
  return {
    from: new Date(to - minutes * 60_000).toISOString(),
    to: new Date(to).toISOString(),
  };
}
