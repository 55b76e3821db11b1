// A browser for the end-to-end tests: the machine's own, else Playwright's, else Debian's.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { root } from './paths.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];
const MACOS = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

function onThisMachine() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  for (const name of NAMES) {
    const { status, stdout } = spawnSync('sh', ['-c', `command -v ${name}`]);
    if (status === 0) return stdout.toString().trim();
  }
  return existsSync(MACOS) ? MACOS : undefined;
}

async function playwrights() {
  const { chromium } = await import('playwright-core');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

const say = text => process.stderr.write(`${text}\n`);

/** Resolves to the path of a Chromium; throws with what to install where there is none. */
export async function findBrowser() {
  const found = onThisMachine() ?? (await playwrights());
  if (found) return found;

  say('Browser: none found, downloading the one of Playwright');
  spawnSync('node', ['node_modules/playwright/cli.js', 'install', 'chromium'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: 300_000,
  });
  const downloaded = await playwrights();
  if (downloaded) return downloaded;

  const isDebian = existsSync('/etc/debian_version');
  if (isDebian && process.getuid() === 0) {
    say("Browser: installing Debian's chromium");
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env });
    spawnSync(
      'apt-get',
      [
        'install',
        '-y',
        '-qq',
        '--no-install-recommends',
        'chromium',
        'fonts-liberation',
      ],
      {
        stdio: ['ignore', 'ignore', 2],
        env,
      },
    );
    const installed = onThisMachine();
    if (installed) return installed;
  }
  throw new Error(
    'Missing: a Chromium for the end-to-end tests. Install one (Debian: apt-get install chromium; macOS: Google Chrome) or set CHROMIUM_PATH.',
  );
}
