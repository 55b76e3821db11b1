import { controlUrl, sandboxPid } from './environment';

/** Playing the world forward to now takes longest; the rest answers at once. */
const CONTROL_TIMEOUT_MS = 90_000;

async function control(path: string, body?: unknown) {
  const response = await fetch(`${controlUrl()}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body ?? {}),
    signal: AbortSignal.timeout(CONTROL_TIMEOUT_MS),
  });
  if (!response.ok) {
    throw new Error(
      `POST ${path} of the sandbox: ${
        response.status
      } ${await response.text()}`,
    );
  }
}

/**
 * Breaks something in the simulated world, and lets it be broken until now.
 *
 * @remarks
 * The world begins some time ago and can be played forward to now only once. What
 * one file of tests broke so stays broken for the next, until `healAtEnd`.
 */
export async function breakService(fault: string) {
  if (!(await isBroken(fault))) {
    await control(`/faults/${fault}`);
    await control('/clock/advance', { to: 'now' });
  }
}

async function isBroken(fault: string): Promise<boolean> {
  const response = await fetch(`${controlUrl()}/faults`);
  const { faults } = (await response.json()) as {
    faults: Array<{ name: string; activeSince?: string }>;
  };
  return faults.some(({ name, activeSince }) => activeSince && name === fault);
}

/** Ends every fault. */
export async function heal() {
  await control('/heal');
}

/** Lets a telemetry store of the sandbox fail, in the middle of answers as well. */
export async function breakStore(name: 'logs' | 'metrics' | 'traces') {
  await control(`/stores/${name}/break`);
}

/** Lets it answer again. */
export async function mendStore(name: 'logs' | 'metrics' | 'traces') {
  await control(`/stores/${name}/mend`);
}

/** Freezes cluster, stores and Git: whoever asks them waits, until the world goes on. */
export async function whileFrozen(work: () => Promise<void>) {
  const pid = sandboxPid();
  process.kill(pid, 'SIGSTOP');
  try {
    await work();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}
