import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, Server } from 'node:https';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import {
  Certificate,
  makeCertificates,
} from '../__testUtils__/makeCertificates';
import { StoreTls } from '../config';
import { StoreClient } from './StoreClient';

describe('createTlsConnector', () => {
  const [store, portal, renewed, stranger] = makeCertificates(
    'store.example.com',
    'portal',
    'portal-renewed',
    'stranger',
  );
  let server: Server;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'store-tls-'));
    server = createServer(
      {
        ...store,
        ca: [portal.cert, renewed.cert],
        requestCert: true,
        rejectUnauthorized: true,
      },
      (req, res) => {
        const socket = req.socket as TLSSocket;
        const who = socket.getPeerCertificate().subject.CN;
        res.setHeader('Connection', 'close');
        res.end(JSON.stringify({ who, asked: socket.servername }));
      },
    );
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve()),
    );
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    await rm(folder, { recursive: true });
  });

  function clientOf(tls: StoreTls) {
    const { port } = server.address() as AddressInfo;
    const client = new StoreClient({
      name: 'The store',
      config: {
        url: new URL(`https://127.0.0.1:${port}/`),
        headers: {},
        deadlineMs: 5_000,
        maxConcurrency: 1,
        maxQueue: 1,
        maxTails: 1,
        tls,
      },
    });
    return () => client.json({ path: 'x', form: new URLSearchParams() });
  }

  const pem = (text: string) => ({ pem: text });

  it('should show its own certificate and know the authority of the other', async () => {
    const ask = clientOf({
      ca: pem(store.cert),
      cert: pem(portal.cert),
      key: pem(portal.key),
      serverName: 'store.example.com',
    });
    await expect(ask()).resolves.toEqual({
      who: 'portal',
      asked: 'store.example.com',
    });
  });

  it('should take renewed files for the next connection', async () => {
    const file = (name: string) => ({ file: join(folder, name) });
    const write = (pair: Certificate) =>
      Promise.all([
        writeFile(join(folder, 'tls.crt'), pair.cert),
        writeFile(join(folder, 'tls.key'), pair.key),
      ]);
    const ask = clientOf({
      ca: pem(store.cert),
      cert: file('tls.crt'),
      key: file('tls.key'),
    });
    await expect(ask()).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('is not reachable'),
    });
    await write(portal);
    await expect(ask()).resolves.toMatchObject({ who: 'portal' });
    await write(renewed);
    await expect(ask()).resolves.toMatchObject({ who: 'portal-renewed' });
  });

  it.each<[string, StoreTls, string]>([
    ['no certificate of its own', { ca: pem(store.cert) }, ''],
    [
      'one that the server does not know',
      {
        ca: pem(store.cert),
        cert: pem(stranger.cert),
        key: pem(stranger.key),
      },
      '',
    ],
    [
      'a server that it does not know',
      { ca: pem(portal.cert), cert: pem(portal.cert), key: pem(portal.key) },
      ' (DEPTH_ZERO_SELF_SIGNED_CERT)',
    ],
    [
      'another name than expected',
      {
        ca: pem(store.cert),
        cert: pem(portal.cert),
        key: pem(portal.key),
        serverName: 'other.example.com',
      },
      ' (ERR_TLS_CERT_ALTNAME_INVALID)',
    ],
  ])('should get no answer with %s', async (_name, tls, code) => {
    await expect(clientOf(tls)()).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining(`is not reachable${code}`),
    });
  });
});
