import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The full path of a program on PATH, or undefined. */
export function findOnPath(name, extraFolders = []) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const folder of [...folders, ...extraFolders]) {
    if (!folder) continue;
    const candidate = join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not here: look in the next folder.
    }
  }
  return undefined;
}

/** Runs a program without showing its output, which ends up in the error when it fails. */
export function runQuietly(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', chunk => (output += chunk));
    child.stderr.on('data', chunk => (output += chunk));
    child.on('error', reject);
    child.on('close', code => {
      if (code === 0) {
        resolve(output);
      } else {
        const tail = output.trim().split('\n').slice(-5).join(' / ');
        reject(
          new Error(`${command} ${args.at(-1)} failed (${code}): ${tail}`),
        );
      }
    });
  });
}

/** Progress goes to stderr: stdout carries the JSON. */
export function progress(message) {
  process.stderr.write(`real-stores: ${message}\n`);
}

/** Tells how long a step took once it has finished. */
export async function timed(message, work) {
  progress(`${message} …`);
  const started = Date.now();
  const result = await work();
  progress(
    `${message}: done in ${((Date.now() - started) / 1000).toFixed(1)} s`,
  );
  return result;
}
