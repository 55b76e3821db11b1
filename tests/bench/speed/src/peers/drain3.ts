import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { PROJECT } from '../lines';

const run = promisify(execFile);

/** The newest release on PyPI when this was written. */
const PACKAGE = 'drain3==0.9.11';
const INSTALL_TIMEOUT_MS = 180_000;
const RUN_TIMEOUT_MS = 600_000;

/** @internal */
export type PeerFigures = {
  version: string;
  python: string;
  /** The fastest round, by CPU time. */
  linesPerSecond: Record<string, number>;
};

/** Installs the peer into the data folder, once, and runs it over the same lines. */
export async function measureDrain3(
  lines: readonly string[],
  options: { passes: number; rounds: number },
): Promise<PeerFigures | { missing: string }> {
  const data = resolve(PROJECT, process.env.AIOPS_DATA ?? '.data');
  const folder = join(data, 'bench-drain3');
  const python = join(folder, 'bin/python');
  const input = join(data, 'bench-drain3-lines.json');
  try {
    if (!existsSync(join(folder, 'installed'))) {
      await mkdir(data, { recursive: true });
      const limits = { timeout: INSTALL_TIMEOUT_MS };
      await run('python3', ['-m', 'venv', folder], limits);
      await run(python, ['-m', 'pip', 'install', '--quiet', PACKAGE], limits);
      await writeFile(join(folder, 'installed'), PACKAGE);
    }
    await writeFile(input, JSON.stringify(lines));
    const { stdout } = await run(
      python,
      [
        resolvePackagePath(
          '@internal/bench-speed',
          'src/peers/measure_drain3.py',
        ),
        input,
        String(options.passes),
        String(options.rounds),
      ],
      { timeout: RUN_TIMEOUT_MS },
    );
    return JSON.parse(stdout);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { missing: reason.trim().split('\n').at(-1) ?? 'unknown reason' };
  } finally {
    await rm(input, { force: true });
  }
}
