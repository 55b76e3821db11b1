import WebSocket from 'ws';
import { canary } from '../world/plant';
import { connectWebSocket } from '../support/connectWebSocket';
import { expect, Suite } from '../support/Suite';
import { World } from '../world/World';

/** What is sent arrives within this, if it does. */
const DELIVERY_MS = 2_500;

/** Messages of the portal to its open pages, over websockets. */
export async function testSignals(suite: Suite, world: World): Promise<void> {
  suite.begin('Signals');
  const open = (protocols: string[], path = '/api/signals') =>
    connectWebSocket(
      `${world.portalUrl.replace('http', 'ws')}${path}`,
      protocols,
    );
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
