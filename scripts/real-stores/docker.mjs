import { findOnPath, runQuietly } from './shell.mjs';

/** Whether a Docker engine answers, not merely its client being installed. */
export async function dockerUsable() {
  if (!findOnPath('docker')) return false;
  return runQuietly('docker', ['info', '--format', '{{.ServerVersion}}']).then(
    () => true,
    () => false,
  );
}

/**
 * Starts a container whose ports are published on free loopback ports; it is removed once stopped.
 * `ports` and the `urls` of the answer go by the same names.
 */
export async function startContainer({ image, ports, args }) {
  const output = await runQuietly('docker', [
    'run',
    '--detach',
    '--rm',
    ...Object.values(ports).flatMap(port => [
      '--publish',
      `127.0.0.1:0:${port}`,
    ]),
    image,
    ...args,
  ]);
  const container = output.trim().split('\n').at(-1);
  const urls = {};
  for (const [name, port] of Object.entries(ports)) {
    const published = await runQuietly('docker', [
      'port',
      container,
      String(port),
    ]);
    urls[name] = `http://${published.trim().split('\n')[0]}`;
  }
  return { container, urls };
}

export async function stopContainer(container) {
  await runQuietly('docker', ['stop', container]);
}
