import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { GO_FOLDERS, installOnce } from './install.mjs';
import { JAEGER_BINARY } from './jaeger.mjs';
import { findOnPath, runQuietly, timed } from './shell.mjs';
import { JAEGER_MODULE } from './versions.mjs';

/**
 * Puts Jaeger into `<toolsDir>/bin` unless it is there; answers its path.
 *
 * Its module replaces one of its own dependencies, and `go install` takes no such module. So the
 * source is downloaded, checked by Go's checksums, and built where it is the main module.
 */
export async function installJaeger(toolsDir) {
  return installOnce(toolsDir, JAEGER_BINARY, async (workDir, binary) => {
    const go = findOnPath('go', GO_FOLDERS);
    if (!go) {
      throw new Error(
        `building Jaeger needs Go 1.23 or newer on PATH; or set JAEGER_URL and JAEGER_OTLP_URL, put ${JAEGER_BINARY} on PATH, or start Docker`,
      );
    }
    await timed(`building ${JAEGER_MODULE}`, async () => {
      const answer = await runQuietly(
        go,
        ['mod', 'download', '-json', JAEGER_MODULE],
        { cwd: workDir, env: { ...process.env, GOFLAGS: '-mod=mod' } },
      );
      const { Dir } = JSON.parse(answer.slice(answer.indexOf('{')));
      const source = join(workDir, 'source');
      // What Go keeps is read-only.
      cpSync(Dir, source, { recursive: true });
      await runQuietly('chmod', ['-R', 'u+w', source]);
      await runQuietly(
        go,
        [
          'build',
          '-trimpath',
          '-buildvcs=false',
          '-ldflags=-s -w',
          '-o',
          binary,
          './cmd/all-in-one',
        ],
        { cwd: source, env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '' } },
      );
    });
  });
}
