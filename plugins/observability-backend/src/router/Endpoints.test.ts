import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import { InputError } from '@backstage/errors';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { TelemetryAccess } from '../access/TelemetryAccess';
import { Endpoints } from './Endpoints';

describe('Endpoints', () => {
  const auditor = mockServices.auditor.mock();
  const success = jest.fn();
  const fail = jest.fn();
  const access = { authorize: jest.fn() } as unknown as TelemetryAccess;
  const endpoints = new Endpoints({
    httpAuth: mockServices.httpAuth(),
    auditor,
    access,
  });
  let server: Server;
  let url: string;
  let stopped: (reason: string) => void;

  beforeAll(async () => {
    const router = PromiseRouter();
    router.post(
      '/slow',
      endpoints.plain(
        { eventId: 'slow' },
        ({ signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              stopped('the work was told');
              reject(signal.reason);
            });
          }),
      ),
    );
    router.post(
      '/bad',
      endpoints.plain({ eventId: 'bad' }, async () => {
        throw new InputError('no such thing');
      }),
    );
    router.post(
      '/good',
      endpoints.plain({ eventId: 'good' }, async () => ({ is: 'good' })),
    );
    server = createServer(
      express().use(express.json()).use(router).use(mockErrorHandler()),
    );
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve()),
    );
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());
  beforeEach(() => {
    jest.clearAllMocks();
    auditor.createEvent.mockResolvedValue({ success, fail });
  });

  it('should stop the work when the caller leaves, and record that', async () => {
    const told = new Promise<string>(resolve => {
      stopped = resolve;
    });
    const leave = new AbortController();
    const request = fetch(`${url}/slow`, {
      method: 'POST',
      signal: leave.signal,
    });
    setTimeout(() => leave.abort(), 50);
    await expect(request).rejects.toThrow();
    expect(await told).toBe('the work was told');
    await new Promise(resolve => setImmediate(resolve));
    expect(fail).toHaveBeenCalledTimes(1);
    expect(success).not.toHaveBeenCalled();
  });

  it('should put each outcome on the record, with what was asked about', async () => {
    const query = 'level:error '.repeat(50);
    const good = await fetch(`${url}/good`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ entityRef: 'component:default/x', query, n: 1 }),
    });
    expect(await good.json()).toEqual({ is: 'good' });
    expect(success).toHaveBeenCalledTimes(1);
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'good',
        severityLevel: 'low',
        meta: { entityRef: 'component:default/x', query: query.slice(0, 253) },
      }),
    );
    const bad = await fetch(`${url}/bad`, { method: 'POST' });
    expect(bad.status).toBe(400);
    expect(fail).toHaveBeenCalledWith({ error: expect.any(InputError) });
  });
});
