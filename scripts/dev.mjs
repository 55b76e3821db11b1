// `make dev`: database, sandbox and portal, in one terminal, until Ctrl-C.
import { join } from 'node:path';
import { buildFrontend } from './lib/bundle.mjs';
import { isPortFree, stopAll, stopAllOnSignals } from './lib/children.mjs';
import { dataDir, inData } from './lib/paths.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { findRun, recordRun } from './lib/runRecord.mjs';
import {
  portalConfigs,
  portalEnv,
  startPortal,
  startSandbox,
} from './lib/stack.mjs';

const PORTAL_PORT = Number(process.env.PORTAL_PORT ?? 7007);
const portalUrl = process.env.PORTAL_URL ?? `http://localhost:${PORTAL_PORT}`;
const begun = Date.now();

const seconds = since => `${((Date.now() - since) / 1000).toFixed(1)} s`;
const say = text => process.stdout.write(`${text}\n`);

async function step(title, work) {
  const since = Date.now();
  const remark = await work();
  say(`  ✓ ${title}${remark ? ` (${remark})` : ''}  ${seconds(since)}`);
}

function refuseSecondRun() {
  const other = findRun('dev');
  if (other) {
    say(
      other.alive
        ? `The portal already runs from this folder (process ${other.process.pid}): ${other.url}\nStop it with Ctrl-C in its terminal, or with: make stop`
        : 'An earlier run was killed and left its servers behind. End them with: make stop',
    );
    process.exit(1);
  }
  recordRun('dev', { url: portalUrl });
}

async function refuseBusyPort() {
  if (await isPortFree(PORTAL_PORT)) return;
  say(
    `Port ${PORTAL_PORT} is taken by another program. Free it, or choose another: PORTAL_PORT=7017 make dev`,
  );
  process.exit(1);
}

function diedUnexpectedly(name, logFile) {
  return ({ code, signal }) => {
    say(
      `\nThe ${name} ended unexpectedly (${
        signal ?? `code ${code}`
      }). Its log: ${logFile}`,
    );
    stopAll().finally(() => process.exit(1));
  };
}

async function main() {
  refuseSecondRun();
  await refuseBusyPort();
  stopAllOnSignals();
  const log = name => inData(`${name}.log`);
  say('Starting Backstage AIOps');

  let database = {};
  let sandbox;
  await Promise.all([
    step('Frontend', async () =>
      (await buildFrontend({ logFile: log('build') })) ? 'built' : 'up to date',
    ),
    step('PostgreSQL', async () => {
      if (process.env.POSTGRES_HOST)
        return `yours, at ${process.env.POSTGRES_HOST}`;
      const server = await startPostgres({
        dataDir: join(dataDir, 'postgres'),
        database: 'backstage',
        logFile: log('postgres'),
      });
      database = server.env;
      return `embedded, port ${database.POSTGRES_PORT}`;
    }),
    step('Sandbox', async () => {
      sandbox = await startSandbox({
        stateFile: inData('sandbox.json'),
        dataDir: inData('sandbox'),
        env: { PORTAL_URL: portalUrl },
        logFile: log('sandbox'),
        onExit: diedUnexpectedly('sandbox', log('sandbox')),
      });
    }),
  ]);
  await step('Portal', () =>
    startPortal({
      url: portalUrl,
      configs: portalConfigs(sandbox.state),
      env: {
        NODE_ENV: 'development',
        PORTAL_URL: portalUrl,
        PORTAL_PORT: String(PORTAL_PORT),
        ...database,
        ...portalEnv(sandbox.state),
      },
      logFile: log('portal'),
      onExit: diedUnexpectedly('portal', log('portal')),
    }).then(() => undefined),
  );

  say(`
Ready after ${seconds(begun)}:  ${portalUrl}

  Sign in as alice (team-a) and open the component "checkout".
  Break it in another terminal:   make fault NAME=oom-checkout     (all faults: make faults)
  Then press Analyze on its page. Mend it again: make heal
  Logs are in ${dataDir}. Ctrl-C ends everything.
`);
}

main().catch(error => {
  say(`\n${error.message}`);
  stopAll().finally(() => process.exit(1));
});
