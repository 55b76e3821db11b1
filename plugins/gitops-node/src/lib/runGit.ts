import { CustomErrorBase, ServiceUnavailableError } from '@backstage/errors';
import { spawn } from 'node:child_process';

const DEFAULT_MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
const MAX_STDERR_BYTES = 8 * 1024;
/** After this Git, which got SIGTERM first, is killed. */
const KILL_AFTER_MS = 2_000;

/** One run of the system's Git. */
export type GitRun = {
  /** Never text of a user, except behind `--`. */
  args: string[];
  env: NodeJS.ProcessEnv;
  stdin?: string;
  timeoutMs: number;
  signal?: AbortSignal;
  /** Default 16 MiB. */
  maxOutputBytes?: number;
  /** Whether output beyond the limit is cut off, or (the default) fails the run. */
  truncate?: boolean;
};

/** Git ended with a code other than 0. */
export class GitCommandError extends CustomErrorBase {
  readonly name = 'GitCommandError' as const;
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;

  constructor(
    command: string,
    result: { exitCode: number | null; stdout: string; stderr: string },
  ) {
    super(`git ${command} failed: ${result.stderr.trim() || 'without a word'}`);
    this.exitCode = result.exitCode;
    this.stdout = result.stdout;
    this.stderr = result.stderr;
  }
}

/**
 * Runs Git and returns what it wrote.
 *
 * @remarks
 * Git gets a process group of its own, because it talks to remotes through
 * children: all of them end when the run is aborted or takes too long.
 */
export async function runGit(run: GitRun): Promise<Buffer> {
  const { args, signal, maxOutputBytes = DEFAULT_MAX_OUTPUT_BYTES } = run;
  signal?.throwIfAborted();
  return new Promise<Buffer>((resolve, reject) => {
    const child = spawn('git', args, {
      env: run.env,
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    const output: Buffer[] = [];
    let outputBytes = 0;
    let stderr = '';
    let stopped: 'aborted' | 'late' | 'truncated' | 'too-large' | undefined;
    let killTimer: NodeJS.Timeout | undefined;

    const stop = (reason: typeof stopped) => {
      if (!stopped) {
        stopped = reason;
        killGroup(child.pid, 'SIGTERM');
        killTimer = setTimeout(
          () => killGroup(child.pid, 'SIGKILL'),
          KILL_AFTER_MS,
        );
      }
    };
    const onAbort = () => stop('aborted');
    const timer = setTimeout(() => stop('late'), run.timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    const cleanUp = () => {
      clearTimeout(timer);
      clearTimeout(killTimer);
      signal?.removeEventListener('abort', onAbort);
    };

    child.stdout.on('data', (chunk: Buffer) => {
      const room = maxOutputBytes - outputBytes;
      outputBytes += chunk.length;
      if (room > 0) {
        output.push(chunk.subarray(0, room));
      }
      if (outputBytes > maxOutputBytes) {
        stop(run.truncate ? 'truncated' : 'too-large');
      }
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(-MAX_STDERR_BYTES);
    });
    child.once('error', error => {
      cleanUp();
      reject(
        new ServiceUnavailableError(
          'Git could not be started: install git 2.31 or newer',
          error,
        ),
      );
    });
    child.once('close', exitCode => {
      cleanUp();
      const stdout = Buffer.concat(output);
      if (stopped === 'aborted') {
        reject(signal!.reason);
      } else if (stopped === 'late') {
        reject(
          new ServiceUnavailableError(
            `git ${args[0]} did not end within ${run.timeoutMs / 1000} s`,
          ),
        );
      } else if (stopped === 'too-large') {
        reject(
          new ServiceUnavailableError(
            `git ${args[0]} wrote more than ${maxOutputBytes} bytes`,
          ),
        );
      } else if (exitCode === 0 || stopped === 'truncated') {
        resolve(stdout);
      } else {
        reject(
          new GitCommandError(args[0], {
            exitCode,
            stdout: stdout.toString(),
            stderr,
          }),
        );
      }
    });
    // Git may end before it has read everything, which is for its exit code to tell.
    child.stdin.on('error', () => {});
    child.stdin.end(run.stdin);
  });
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals) {
  if (pid !== undefined) {
    try {
      process.kill(-pid, signal);
    } catch {
      // It ended by itself in the meantime.
    }
  }
}
