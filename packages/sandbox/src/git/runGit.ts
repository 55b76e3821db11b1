import { spawn } from 'node:child_process';

const TIMEOUT_MS = 20_000;

/** Nothing of the user's own Git configuration has a say in the sandbox's repositories. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: '*',
    GIT_LITERAL_PATHSPECS: '1',
  };
}

/** Runs Git and returns its output; fails with what it complained about. */
export async function runGit(
  args: string[],
  options: { stdin?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, {
      env: { ...gitEnvironment(), ...options.env },
      timeout: TIMEOUT_MS,
    });
    const output: Buffer[] = [];
    let complaint = '';
    child.stdout.on('data', chunk => output.push(chunk));
    child.stderr.on('data', chunk => {
      complaint += chunk;
    });
    child.once('error', reject);
    child.once('close', code =>
      code === 0
        ? resolve(Buffer.concat(output))
        : reject(
            new Error(`git ${args.join(' ')} failed: ${complaint.trim()}`),
          ),
    );
    child.stdin.on('error', () => {});
    child.stdin.end(options.stdin);
  });
}
