import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { debianProblem, unpackDebianPackages } from './debian.mjs';
import { findOnPath, progress, runQuietly, timed } from './shell.mjs';
import {
  VICTORIA_LOGS_MODULE,
  VICTORIA_LOGS_SOURCE_PACKAGES,
  VICTORIA_LOGS_SOURCE_SUITE,
  VICTORIA_METRICS_SUITE,
} from './versions.mjs';

export const GO_FOLDERS = ['/usr/local/go/bin', '/usr/lib/go/bin'];
const SOURCE_ROOT =
  'usr/share/gocode/src/github.com/VictoriaMetrics/VictoriaMetrics';

/** Puts `victoria-metrics` into `<toolsDir>/bin` unless it is there; answers its path. */
export async function installVictoriaMetrics(toolsDir) {
  return installOnce(toolsDir, 'victoria-metrics', async (workDir, binary) => {
    const problem = debianProblem();
    if (problem) {
      throw new Error(
        `cannot unpack Debian's victoria-metrics: ${problem}; set VICTORIAMETRICS_URL, put victoria-metrics on PATH, or start Docker`,
      );
    }
    const target = join(workDir, 'root');
    await timed(
      `unpacking victoria-metrics from Debian ${VICTORIA_METRICS_SUITE}`,
      () =>
        unpackDebianPackages({
          suite: VICTORIA_METRICS_SUITE,
          packages: ['victoria-metrics'],
          workDir,
          target,
        }),
    );
    copyFileSync(join(target, 'usr/bin/victoria-metrics'), binary);
  });
}

/** Puts `victoria-logs` into `<toolsDir>/bin` unless it is there; answers its path. */
export async function installVictoriaLogs(toolsDir) {
  return installOnce(toolsDir, 'victoria-logs', async (workDir, binary) => {
    const go = findOnPath('go', GO_FOLDERS);
    if (!go) {
      throw new Error(
        'building victoria-logs needs Go 1.24 or newer on PATH; or set VICTORIALOGS_URL, put victoria-logs on PATH, or start Docker',
      );
    }
    try {
      await timed(`go install ${VICTORIA_LOGS_MODULE}`, () =>
        runQuietly(go, ['install', VICTORIA_LOGS_MODULE], {
          env: { ...process.env, GOBIN: workDir, CGO_ENABLED: '0' },
        }),
      );
      renameSync(join(workDir, 'victoria-logs'), binary);
    } catch (error) {
      progress(`the Go module is not to be had here (${error.message})`);
      await buildFromDebianSource({ go, workDir, binary });
    }
  });
}

async function buildFromDebianSource({ go, workDir, binary }) {
  const problem = debianProblem();
  if (problem) {
    throw new Error(
      `cannot fetch VictoriaLogs' source from Debian: ${problem}; set VICTORIALOGS_URL, put victoria-logs on PATH, or start Docker`,
    );
  }
  const target = join(workDir, 'root');
  await timed(
    `fetching VictoriaLogs' source from Debian ${VICTORIA_LOGS_SOURCE_SUITE}`,
    () =>
      unpackDebianPackages({
        suite: VICTORIA_LOGS_SOURCE_SUITE,
        packages: VICTORIA_LOGS_SOURCE_PACKAGES,
        workDir,
        target,
      }),
  );
  const source = join(target, SOURCE_ROOT);
  mendOldSource(source);
  await timed('building victoria-logs', () =>
    runQuietly(
      go,
      [
        'build',
        '-trimpath',
        '-ldflags=-s -w',
        '-o',
        binary,
        './app/victoria-logs',
      ],
      {
        cwd: source,
        env: {
          ...process.env,
          GO111MODULE: 'off',
          GOFLAGS: '',
          GOPATH: join(target, 'usr/share/gocode'),
          CGO_ENABLED: '0',
        },
      },
    ),
  );
}

/**
 * Two mends without which the old source is of no use as a reference.
 *
 * Newer Go compilers take the size of a struct inside its own definition for a
 * cycle; that line only pads the struct to a cache line. And the workers of
 * stats_query_range share one variable for the time of their rows, so that a value
 * can come out under the time of another one.
 */
function mendOldSource(source) {
  replaceIn(
    join(source, 'lib/logstorage/pipe_stats.go'),
    '_ [128 - unsafe.Sizeof(pipeStatsProcessorShardNopad{})%128]byte',
    '_ [128]byte',
  );
  replaceIn(
    join(source, 'app/vlselect/logsql/logsql.go'),
    'for i := range timestamps {\n\t\t\tlabels := make([]logstorage.Field, 0, len(byFields))\n\t\t\tfor j, c := range columns {\n\t\t\t\tif c.Name == "_time" {',
    'for i := range timestamps {\n\t\t\ttimestamp := timestamp\n\t\t\tlabels := make([]logstorage.Field, 0, len(byFields))\n\t\t\tfor j, c := range columns {\n\t\t\t\tif c.Name == "_time" {',
  );
}

function replaceIn(file, before, after) {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(before)) {
    throw new Error(
      `${file} is not the source that this script knows how to build`,
    );
  }
  writeFileSync(
    file,
    text.replace(before, () => after),
  );
}

/** Works in a folder of its own and moves the result into place at the end, so that a kill leaves no half a binary. */
export async function installOnce(toolsDir, name, build) {
  const bin = join(toolsDir, 'bin');
  const installed = join(bin, name);
  if (existsSync(installed)) {
    progress(`${name}: already in ${bin}`);
    return installed;
  }
  mkdirSync(bin, { recursive: true });
  const workDir = mkdtempSync(join(toolsDir, `${name}-`));
  try {
    const fresh = join(workDir, 'fresh');
    await build(workDir, fresh);
    chmodSync(fresh, 0o755);
    renameSync(fresh, installed);
    return installed;
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}
