import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath, runQuietly } from './shell.mjs';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const MIRROR = process.env.DEBIAN_MIRROR ?? 'http://deb.debian.org/debian';

/** Why Debian packages cannot be unpacked here, or undefined when they can. */
export function debianProblem() {
  for (const tool of ['apt-get', 'dpkg-deb']) {
    if (!findOnPath(tool)) return `${tool} is not on PATH`;
  }
  return existsSync(KEYRING) ? undefined : `${KEYRING} is missing`;
}

/**
 * Downloads packages of one Debian suite and unpacks them below `target`.
 *
 * apt gets a source list, state and cache of its own inside `workDir`, so the
 * system's package lists and installed packages stay as they are, and no root
 * is needed.
 */
export async function unpackDebianPackages({
  suite,
  packages,
  workDir,
  target,
}) {
  const apt = join(workDir, 'apt');
  const downloads = join(workDir, 'downloads');
  for (const folder of [
    join(apt, 'lists', 'partial'),
    join(apt, 'cache', 'archives', 'partial'),
    downloads,
    target,
  ]) {
    mkdirSync(folder, { recursive: true });
  }
  writeFileSync(
    join(apt, 'sources.list'),
    `deb [signed-by=${KEYRING}] ${MIRROR} ${suite} main\n`,
  );
  const options = [
    `Dir::Etc::sourcelist=${join(apt, 'sources.list')}`,
    'Dir::Etc::sourceparts=-',
    'Dir::Etc::preferences=-',
    'Dir::Etc::preferencesparts=-',
    `Dir::State=${apt}`,
    `Dir::State::lists=${join(apt, 'lists')}`,
    'Dir::State::status=/dev/null',
    `Dir::Cache=${join(apt, 'cache')}`,
    'APT::Sandbox::User=',
    'APT::Get::List-Cleanup=0',
    'Acquire::Languages=none',
    'Acquire::Retries=3',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false',
  ].flatMap(option => ['-o', option]);
  await runQuietly('apt-get', [...options, '-qq', 'update'], {
    cwd: downloads,
  });
  await runQuietly('apt-get', [...options, '-qq', 'download', ...packages], {
    cwd: downloads,
  });
  for (const file of readdirSync(downloads)) {
    if (file.endsWith('.deb')) {
      await runQuietly('dpkg-deb', ['-x', join(downloads, file), target]);
    }
  }
}
