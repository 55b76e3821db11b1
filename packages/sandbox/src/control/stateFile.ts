import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SandboxEndpoints } from './types';

/** Writes where everything answers, with the credentials, for the owner's eyes only. */
export async function writeStateFile(
  file: string,
  endpoints: SandboxEndpoints,
): Promise<void> {
  const state = JSON.stringify({ pid: process.pid, ...endpoints }, null, 2);
  await mkdir(dirname(file), { recursive: true });
  // Whoever waits for the file finds all of it or none.
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${state}\n`, { mode: 0o600 });
  await rename(draft, file);
}

/** Removes the file unless another sandbox has written it since. */
export async function removeStateFile(file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  if (JSON.parse(text).pid === process.pid) {
    await rm(file, { force: true });
  }
}
