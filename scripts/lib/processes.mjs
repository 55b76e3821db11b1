// Processes that outlive the one who wrote them down: told apart by more than their number,
// which the system gives to another program sooner or later, after a restart at the latest.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const BOOT_ID = '/proc/sys/kernel/random/boot_id';
const STATE_FIELD = 0;
const START_TIME_FIELD = 19;

/** State and start of a process, undefined when there is none with this id. */
function look(pid) {
  if (!existsSync(BOOT_ID)) {
    const { stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', `${pid}`]);
    const [state, ...started] = stdout.toString().trim().split(/\s+/);
    return state && { state, started: started.join(' ') };
  }
  try {
    // Behind the name, which is in parentheses and may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync(BOOT_ID, 'utf8').trim();
    const started = `${boot} ${fields[START_TIME_FIELD]}`;
    return { state: fields[STATE_FIELD], started };
  } catch {
    return undefined;
  }
}

/** What to write down to recognise a process later. */
export function identify(pid) {
  return { pid, started: look(pid)?.started };
}

/** True while the very process that was written down runs, whoever it belongs to. */
export function isRunning(identity) {
  if (!identity?.pid || !identity.started) return false;
  const found = look(identity.pid);
  // One that ended but that nobody has waited for is still in the table, as a zombie.
  return found?.started === identity.started && !found.state.startsWith('Z');
}

/**
 * Sends a signal to a process or, with `group`, to its process group. A process that has
 * ended in the meantime is no error; one that is not ours is.
 */
export function signal({ pid }, name, { group = false } = {}) {
  try {
    process.kill(group ? -pid : pid, name);
  } catch (error) {
    if (error.code === 'EPERM') {
      throw new Error(
        `Process ${pid} belongs to another user: stop it as that user.`,
      );
    }
    if (error.code !== 'ESRCH') throw error;
  }
}
