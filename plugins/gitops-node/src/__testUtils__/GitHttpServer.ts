import { execFileSync, spawn } from 'node:child_process';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Git's own HTTP server with one repository behind basic authentication. */
export class GitHttpServer {
  readonly folder: string;
  readonly repository: string;
  readonly #server: Server;

  static async start(auth: { username: string; password: string }) {
    const folder = await mkdtemp(join(tmpdir(), 'gitops-test-'));
    const repository = join(folder, 'demo.git');
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', repository]);
    execFileSync('git', [
      '-C',
      repository,
      'config',
      'http.receivepack',
      'true',
    ]);
    const expected = `Basic ${Buffer.from(
      `${auth.username}:${auth.password}`,
    ).toString('base64')}`;
    const server = createServer((req, res) => {
      if (req.headers.authorization !== expected) {
        res.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
        return;
      }
      const url = new URL(req.url!, 'http://localhost');
      const backend = spawn('git', ['http-backend'], {
        env: {
          PATH: process.env.PATH,
          GIT_PROJECT_ROOT: folder,
          GIT_HTTP_EXPORT_ALL: '1',
          PATH_INFO: url.pathname,
          QUERY_STRING: url.search.slice(1),
          REQUEST_METHOD: req.method,
          CONTENT_TYPE: req.headers['content-type'],
          HTTP_CONTENT_ENCODING: req.headers['content-encoding'],
          HTTP_GIT_PROTOCOL: req.headers['git-protocol'] as string,
          REMOTE_USER: auth.username,
        },
      });
      // Git may answer before it has read everything, and closes its end then.
      backend.stdin.on('error', () => {});
      req.pipe(backend.stdin);
      const chunks: Buffer[] = [];
      backend.stdout.on('data', chunk => chunks.push(chunk));
      backend.on('close', () => {
        const answer = Buffer.concat(chunks);
        const end = answer.indexOf('\r\n\r\n');
        for (const line of answer.subarray(0, end).toString().split('\r\n')) {
          const [name, value] = line.split(': ');
          if (name === 'Status') {
            res.statusCode = parseInt(value, 10);
          } else {
            res.setHeader(name, value);
          }
        }
        res.end(answer.subarray(end + 4));
      });
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    return new GitHttpServer(folder, repository, server);
  }

  private constructor(folder: string, repository: string, server: Server) {
    this.folder = folder;
    this.repository = repository;
    this.#server = server;
  }

  get url() {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/demo.git`;
  }

  /** Runs Git on the served repository itself. */
  git(...args: string[]): string {
    return execFileSync('git', ['-C', this.repository, ...args], {
      encoding: 'utf8',
    });
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise(done => this.#server.close(done));
    await rm(this.folder, { recursive: true, force: true });
  }
}
