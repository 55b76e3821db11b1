import { AuthenticationError } from '@backstage/errors';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import signalsPlugin from '@backstage/plugin-signals-backend';
import {
  createBackendModule,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef, EventsService } from '@backstage/plugin-events-node';
import { AddressInfo } from 'node:net';
import WebSocket from 'ws';
import { signalsModuleSessionGuard } from './module';
import { SessionWatch } from './SessionWatch';
import { PassThrough } from 'node:stream';

jest.setTimeout(30_000);

describe('signalsModuleSessionGuard', () => {
  let port: number;
  let events: EventsService;
  const teams: Record<string, string[]> = {
    'user:default/bob': ['group:default/team-b'],
  };

  beforeAll(async () => {
    const { server } = await startTestBackend({
      features: [
        signalsPlugin,
        signalsModuleSessionGuard,
        // Tokens that fit into the header of a websocket, which mock tokens do not.
        mockServices.auth.mock({
          async authenticate(token) {
            if (token === 'bob') {
              return mockCredentials.user('user:default/bob');
            }
            if (token === 'machine') {
              return mockCredentials.service();
            }
            throw new AuthenticationError('Unknown token');
          },
          isPrincipal: ((credentials: any, type: string) =>
            credentials.principal.type === type) as never,
        }).factory,
        mockServices.userInfo.mock({
          async getUserInfo({ principal }) {
            const { userEntityRef } = principal as { userEntityRef: string };
            return {
              userEntityRef,
              ownershipEntityRefs: [userEntityRef, ...teams[userEntityRef]],
            };
          },
        }).factory,
        createBackendModule({
          pluginId: 'signals',
          moduleId: 'test',
          register: reg =>
            reg.registerInit({
              deps: { events: eventsServiceRef },
              async init(deps) {
                events = deps.events;
              },
            }),
        }),
      ],
    });
    port = (server.address() as AddressInfo).port;
  });

  /** Connects as the portal does, trying again when the first connection is dropped. */
  async function connect(path: string, token?: string) {
    for (let attempt = 1; ; attempt++) {
      const ws = new WebSocket(
        `ws://127.0.0.1:${port}${path}`,
        token ? [token] : [],
      );
      const outcome = await new Promise<WebSocket | string>(resolve => {
        ws.on('open', () => resolve(ws));
        ws.on('unexpected-response', (_req, res) =>
          resolve(String(res.statusCode)),
        );
        ws.on('error', error => resolve(error.message));
      });
      if (!/hang up|ECONNRESET/.test(String(outcome)) || attempt === 3) {
        return outcome;
      }
    }
  }

  it('should let people in and nobody else, and end other websockets', async () => {
    const bob = (await connect('/api/signals', 'bob')) as WebSocket;
    expect(bob).toBeInstanceOf(WebSocket);
    const received = new Promise(resolve => {
      bob.on('message', data => resolve(JSON.parse(data.toString())));
    });
    bob.send(JSON.stringify({ action: 'subscribe', channel: 'c' }));
    await new Promise(resolve => setTimeout(resolve, 100));
    await events.publish({
      topic: 'signals',
      eventPayload: {
        channel: 'c',
        message: { hello: 'bob' },
        recipients: { type: 'user', entityRef: 'group:default/team-b' },
      },
    });
    expect(await received).toEqual({ channel: 'c', message: { hello: 'bob' } });
    bob.terminate();

    expect(await connect('/api/signals')).toBe('401');
    // The stock listener takes each end of its own address.
    expect(await connect('/signals')).toBe('401');
    expect(await connect('/api/signals', 'machine')).toBe('401');
    expect(await connect('/api/signals', 'forged')).toBe('401');
    expect(await connect('/api/kubernetes/proxy/api')).toBe('404');
  });

  it('should end a connection with its token, its groups, or without an answer', async () => {
    const userInfo = { getUserInfo: jest.fn() };
    const watch = new SessionWatch({
      userInfo: userInfo as unknown as UserInfoService,
      logger: mockServices.logger.mock(),
    });
    const answer = (...ownershipEntityRefs: string[]) =>
      userInfo.getUserInfo.mockResolvedValue({ ownershipEntityRefs });
    const open = async (expiresAt?: Date) => {
      const socket = new PassThrough();
      answer('a', 'b');
      await watch.watch(
        { ...mockCredentials.user('user:default/bob'), expiresAt },
        socket,
      );
      return socket;
    };
    const kept = await open(new Date(Date.now() + 60_000));
    answer('b', 'a');
    await watch.check();
    expect(kept.destroyed).toBe(false);
    answer('a');
    await watch.check();
    expect(kept.destroyed).toBe(true);

    const expiring = await open(new Date(Date.now() + 50));
    await new Promise(resolve => setTimeout(resolve, 60));
    await watch.check();
    expect(expiring.destroyed).toBe(true);

    const unknown = await open();
    userInfo.getUserInfo.mockRejectedValue(new Error('no answer'));
    await watch.check();
    expect(unknown.destroyed).toBe(true);
    await expect(open(new Date(0))).rejects.toThrow('The token has ended');
    watch.stop();
  });
});
