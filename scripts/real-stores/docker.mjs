import { findOnPath, runQuietly } from './shell.mjs';

/** Whether a Docker engine answers, not merely its client being installed. */
export async function dockerUsable() {
  if (!findOnPath('docker')) return false;
  return runQuietly('docker', ['info', '--format', '{{.ServerVersion}}']).then(
    () => true,
    () => false,
  );
}

/** Starts a container on a free loopback port; it is removed once stopped. */
export async function startContainer({ image, port, args }) {
  const output = await runQuietly('docker', [
    'run',
    '--detach',
    '--rm',
    '--publish',
    `127.0.0.1:0:${port}`,
    image,
    ...args,
  ]);
  const container = output.trim().split('\n').at(-1);
  const published = await runQuietly('docker', [
    'port',
    container,
    String(port),
  ]);
  return { container, url: `http://${published.trim().split('\n')[0]}` };
}

export async function stopContainer(container) {
  await runQuietly('docker', ['stop', container]);
}
