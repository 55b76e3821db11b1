import { readEnvironment, SandboxEnvironment } from './control/readEnvironment';
import { removeStateFile, writeStateFile } from './control/stateFile';
import { startSandbox } from './Sandbox';

/** A sandbox that does not end by itself is ended. */
const SHUTDOWN_TIMEOUT_MS = 5_000;

function say(text: string) {
  process.stdout.write(`${text}\n`);
}

function complain(text: string) {
  process.stderr.write(`${text}\n`);
}

async function run({ options, stateFile }: SandboxEnvironment) {
  const startedAt = Date.now();
  let stop = async (code: number) => process.exit(code);
  const sandbox = await startSandbox({
    ...options,
    onWarning: message => complain(`Warning: ${message}`),
    onError: error => {
      complain(`The sandbox stopped: ${describe(error)}`);
      stop(1);
    },
  });
  let stopping = false;
  stop = async code => {
    if (stopping) {
      return undefined as never;
    }
    stopping = true;
    setTimeout(() => process.exit(code || 1), SHUTDOWN_TIMEOUT_MS).unref();
    if (stateFile) {
      await removeStateFile(stateFile);
    }
    await sandbox.close().catch(error => complain(describe(error)));
    return process.exit(code);
  };
  process.once('SIGINT', () => stop(130));
  process.once('SIGTERM', () => stop(143));
  if (stateFile) {
    await writeStateFile(stateFile, sandbox.endpoints);
  }
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  say(`The sandbox is ready after ${seconds} s.`);
  const { clusters = [], ...parts } = sandbox.endpoints;
  for (const [part, endpoint] of Object.entries(parts)) {
    const url =
      endpoint && ('issuer' in endpoint ? endpoint.issuer : endpoint.url);
    say(`  ${part.padEnd(11)}${url ?? 'yours'}`);
  }
  for (const { name, url } of clusters.slice(1)) {
    say(`  ${name.padEnd(11)}${url}`);
  }
}

function describe(error: unknown): string {
  const { code, port, syscall } = error as NodeJS.ErrnoException & {
    port?: number;
  };
  if (code === 'ENOENT' && syscall === 'spawn git') {
    return 'Git is not installed, or not on the PATH';
  }
  return code === 'EADDRINUSE'
    ? `Port ${port} is taken: is another sandbox running? Set SANDBOX_PORT_… to 0 to use a free one`
    : String((error as Error)?.stack ?? error);
}

try {
  run(readEnvironment(process.env)).catch(error => {
    complain(`The sandbox could not start: ${describe(error)}`);
    process.exit(1);
  });
} catch (error) {
  complain(`The sandbox could not start:\n${(error as Error).message}`);
  process.exit(2);
}
