import type { Request, Response } from 'express';
import { spawn } from 'node:child_process';
import { gitEnvironment } from './runGit';

/**
 * Answers a request of Git's smart HTTP protocol by Git's own CGI program.
 * Resolves when the exchange is over.
 */
export async function serveGitBackend(
  req: Request,
  res: Response,
  options: {
    /** The folder of the repositories. */
    root: string;
    /** The repository's folder and the service, e.g. `/platform/catalog.git/info/refs`. */
    path: string;
    username: string;
  },
): Promise<void> {
  const query = req.originalUrl.indexOf('?');
  const backend = spawn('git', ['http-backend'], {
    env: {
      ...gitEnvironment(),
      GIT_PROJECT_ROOT: options.root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: options.path,
      QUERY_STRING: query < 0 ? '' : req.originalUrl.slice(query + 1),
      REQUEST_METHOD: req.method,
      REMOTE_USER: options.username,
      REMOTE_ADDR: req.socket.remoteAddress,
      CONTENT_TYPE: req.get('content-type') ?? '',
      // Absent for large pushes, which come in chunks; Git then reads to the end.
      CONTENT_LENGTH: req.get('content-length'),
      HTTP_CONTENT_ENCODING: req.get('content-encoding'),
      GIT_PROTOCOL: req.get('git-protocol'),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  res.once('close', () => backend.kill());
  req.pipe(backend.stdin);
  backend.stdin.on('error', () => {});
  await new Promise<void>(resolve => {
    let head = Buffer.alloc(0);
    let answered = false;
    backend.stdout.on('data', (chunk: Buffer) => {
      if (answered) {
        // A slow client slows Git down, and not the other way round.
        if (!res.write(chunk)) {
          backend.stdout.pause();
          res.once('drain', () => backend.stdout.resume());
        }
        return;
      }
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end >= 0) {
        answered = true;
        writeHead(res, head.subarray(0, end).toString());
        res.write(head.subarray(end + 4));
      }
    });
    const finish = () => {
      if (!answered) {
        res.status(500);
      }
      res.end();
      resolve();
    };
    backend.once('error', finish);
    backend.once('close', finish);
  });
}

function writeHead(res: Response, head: string) {
  for (const line of head.split('\r\n')) {
    const [, name, value] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
    if (name?.toLowerCase() === 'status') {
      res.status(parseInt(value, 10));
    } else if (name) {
      // Not `res.set`, which would add a character set to Git's content types.
      res.setHeader(name, value);
    }
  }
}
