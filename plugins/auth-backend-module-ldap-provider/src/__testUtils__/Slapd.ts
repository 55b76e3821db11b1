import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Attribute, Change, Client } from 'ldapts';
import selfsigned from 'selfsigned';

const SCRIPT = resolve(__dirname, '../../../../scripts/real-slapd.mjs');
const INSTALL_TIMEOUT_MS = 300_000;
const START_TIMEOUT_MS = 15_000;
const ADMIN = 'cn=admin,dc=example';
const PASSWORD = 'secret-of-the-admin';

type Tools = {
  slapd: string;
  modules: string;
  schema: string;
  libraries: string;
};

/** Debian's slapd, or why it cannot be had here. */
export function findSlapd(): Tools | { problem: string } {
  return JSON.parse(
    execFileSync(process.execPath, [SCRIPT], {
      timeout: INSTALL_TIMEOUT_MS,
    }).toString(),
  );
}

/** A real directory on loopback: plain with StartTLS, and over TLS. */
export class Slapd {
  readonly bindDn = ADMIN;
  readonly bindPassword = PASSWORD;
  readonly ca: string;
  url = '';
  tlsUrl = '';
  readonly #tools: Tools;
  readonly #folder = mkdtempSync(join(tmpdir(), 'slapd-'));
  #process?: ChildProcess;

  constructor(tools: Tools) {
    this.#tools = tools;
    const { cert, private: key } = selfsigned.generate(
      [{ name: 'commonName', value: 'localhost' }],
      {
        keySize: 2048,
        algorithm: 'sha256',
        extensions: [
          { name: 'basicConstraints', cA: true },
          {
            name: 'subjectAltName',
            altNames: [{ type: 2, value: 'localhost' }],
          },
        ],
      },
    );
    this.ca = cert;
    writeFileSync(join(this.#folder, 'cert.pem'), cert);
    writeFileSync(join(this.#folder, 'key.pem'), key, { mode: 0o600 });
  }

  async start(): Promise<void> {
    const [plain, tls] = [await freePort(), await freePort()];
    this.url = `ldap://localhost:${plain}`;
    this.tlsUrl = `ldaps://localhost:${tls}`;
    mkdirSync(join(this.#folder, 'db'), { recursive: true });
    const { schema, modules } = this.#tools;
    writeFileSync(
      join(this.#folder, 'slapd.conf'),
      [
        ...['core', 'cosine', 'inetorgperson'].map(
          name => `include ${join(schema, `${name}.schema`)}`,
        ),
        `modulepath ${modules}`,
        'moduleload back_mdb',
        `TLSCACertificateFile ${join(this.#folder, 'cert.pem')}`,
        `TLSCertificateFile ${join(this.#folder, 'cert.pem')}`,
        `TLSCertificateKeyFile ${join(this.#folder, 'key.pem')}`,
        // As careless directories are: a name without a password binds as nobody.
        'allow bind_anon_cred bind_anon_dn',
        'database mdb',
        'suffix dc=example',
        `rootdn ${ADMIN}`,
        `rootpw ${PASSWORD}`,
        `directory ${join(this.#folder, 'db')}`,
        '',
      ].join('\n'),
    );
    let log = '';
    this.#process = spawn(
      this.#tools.slapd,
      [
        '-h',
        `ldap://127.0.0.1:${plain}/ ldaps://127.0.0.1:${tls}/`,
        '-f',
        join(this.#folder, 'slapd.conf'),
        '-d',
        '0',
      ],
      {
        env: { LD_LIBRARY_PATH: this.#tools.libraries },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    this.#process.stderr!.on('data', chunk => {
      log += chunk;
    });
    const deadline = Date.now() + START_TIMEOUT_MS;
    for (;;) {
      try {
        await this.#asAdmin(async () => {});
        return;
      } catch (error) {
        if (Date.now() > deadline)
          throw new Error(`slapd did not start: ${log || error}`);
        await new Promise(done => setTimeout(done, 50));
      }
    }
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child && child.exitCode === null) {
      const ended = new Promise(done => child.once('exit', done));
      child.kill();
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async add(
    dn: string,
    entry: Record<string, string | string[]>,
  ): Promise<void> {
    await this.#asAdmin(client => client.add(dn, entry));
  }

  async remove(dn: string): Promise<void> {
    await this.#asAdmin(client => client.del(dn));
  }

  async set(dn: string, type: string, values: string[]): Promise<void> {
    const modification = new Attribute({ type, values });
    await this.#asAdmin(client =>
      client.modify(dn, new Change({ operation: 'replace', modification })),
    );
  }

  /** An operational attribute of an entry. */
  async read(dn: string, attribute: string): Promise<string> {
    let value = '';
    await this.#asAdmin(async client => {
      const { searchEntries } = await client.search(dn, {
        scope: 'base',
        attributes: [attribute],
      });
      value = String(searchEntries[0][attribute]);
    });
    return value;
  }

  async #asAdmin(work: (client: Client) => Promise<void>): Promise<void> {
    const client = new Client({
      url: this.url,
      timeout: 2_000,
      connectTimeout: 2_000,
    });
    try {
      await client.bind(ADMIN, PASSWORD);
      await work(client);
    } finally {
      await client.unbind().catch(() => {});
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise(done => server.close(done));
  return port;
}
