import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gitServer } from './environment';

const run = promisify(execFile);
const CLONE_TIMEOUT_MS = 30_000;

/** Files and last commit of a repository as anybody with Git sees them. */
export async function cloneRepository(name: string) {
  const { url, username, password } = gitServer();
  const address = new URL(`${url}/${name}.git`);
  address.username = username;
  address.password = password;
  const folder = await mkdtemp(join(tmpdir(), 'e2e-git-'));
  try {
    await run('git', ['clone', '--quiet', address.href, folder], {
      timeout: CLONE_TIMEOUT_MS,
      env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
    });
    const { stdout: lastCommit } = await run('git', [
      '-C',
      folder,
      'log',
      '-1',
      '--format=%an%n%B',
    ]);
    const files = new Map<string, string>();
    for (const entry of await readdir(folder, {
      recursive: true,
      withFileTypes: true,
    })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && !path.startsWith(join(folder, '.git'))) {
        files.set(path.slice(folder.length + 1), await readFile(path, 'utf8'));
      }
    }
    return { files, lastCommit };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
