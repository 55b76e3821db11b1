import WebSocket from 'ws';
import { canary } from '../world/plant';
import { expect, Suite } from '../support/Suite';
import { World } from '../world/World';

/** A connection is dropped or refused well within this. */
const CONNECT_TIMEOUT_MS = 5_000;
/** What is sent arrives within this, if it does. */
const DELIVERY_MS = 2_500;
const ATTEMPTS = 3;

/** Messages of the portal to its open pages, over websockets. */
export async function testSignals(suite: Suite, world: World): Promise<void> {
  suite.begin('Signals');
  const open = (protocols: string[], path = '/api/signals') =>
    connect(`${world.portalUrl.replace('http', 'ws')}${path}`, protocols);
  await suite.test('alice connects', async () => {
    const socket = await open([world.as('alice').token!]);
    expect(socket instanceof WebSocket, `refused: ${socket}`);
    (socket as WebSocket).terminate();
  });
  for (const [name, protocols, path] of [
    ['anonymous', []],
    ['the static token', [world.as('static').token!]],
    ['a trusted service', [world.as('service').token!]],
    ['a forged token', ['eyJhbGciOiJub25lIn0.e30.x']],
    ['anonymous at the short address', [], '/signals'],
    ['anonymous at another case', [], '/API/SIGNALS'],
    ['anonymous with a query', [], '/api/signals?x=1'],
    ['a foreign websocket', [], '/api/kubernetes/proxy/api/v1/pods?watch=1'],
  ] as Array<[string, string[], string?]>) {
    await suite.test(`${name} does not`, async () => {
      const socket = await open(protocols, path);
      if (socket instanceof WebSocket) {
        socket.terminate();
        expect(false, 'is connected');
      }
      expect(socket !== 'hangs', 'is left hanging');
    });
  }

  await suite.test('a notification reaches whom it is for', async () => {
    const heard = new Map<string, string[]>();
    const sockets: WebSocket[] = [];
    for (const name of ['alice', 'bob', 'bella', 'nina'] as const) {
      const socket = await open([world.as(name).token!]);
      expect(socket instanceof WebSocket, `${name} is refused: ${socket}`);
      sockets.push(socket as WebSocket);
      const messages: string[] = [];
      heard.set(name, messages);
      (socket as WebSocket).on('message', data => messages.push(String(data)));
      for (const channel of [
        'notifications',
        '*',
        '',
        'signals',
        'user:default/300000000000000001',
      ]) {
        (socket as WebSocket).send(
          JSON.stringify({ action: 'subscribe', channel }),
        );
      }
      for (const hostile of [
        { action: 'subscribe', channel: ['notifications'] },
        {
          action: 'subscribe',
          channel: 'notifications',
          user: 'user:default/300000000000000001',
        },
        {
          action: 'publish',
          channel: 'notifications',
          message: { action: 'x' },
        },
        { __proto__: { user: 'x' }, action: 'subscribe' },
      ]) {
        (socket as WebSocket).send(JSON.stringify(hostile));
      }
    }
    await new Promise(resolve => setTimeout(resolve, 500));
    await world.as('static').post('/api/notifications/notifications', {
      recipients: {
        type: 'entity',
        entityRef: 'user:default/300000000000000001',
      },
      payload: { title: canary('signal') },
    });
    await new Promise(resolve => setTimeout(resolve, DELIVERY_MS));
    sockets.forEach(socket => socket.terminate());
    expect(heard.get('alice')!.length > 0, 'alice heard nothing');
    for (const name of ['bob', 'bella', 'nina']) {
      expect(!heard.get(name)!.length, `${name} heard ${heard.get(name)}`);
    }
  });
}

/** The connection, or how it was refused; tries again when it is dropped, as the portal does. */
async function connect(
  url: string,
  protocols: string[],
): Promise<WebSocket | string> {
  let outcome: WebSocket | string = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const socket = new WebSocket(url, protocols);
    outcome = await new Promise<WebSocket | string>(resolve => {
      const late = setTimeout(() => {
        resolve('hangs');
        socket.terminate();
      }, CONNECT_TIMEOUT_MS);
      socket.on('close', () => clearTimeout(late));
      socket.on('open', () => {
        clearTimeout(late);
        resolve(socket);
      });
      socket.on('unexpected-response', (_req, res) => {
        resolve(String(res.statusCode));
        socket.terminate();
      });
      socket.on('error', error => resolve(error.message));
    });
    if (!/hang up|ECONNRESET/.test(String(outcome))) break;
  }
  return outcome;
}
