// The linters of `make lint` that are no npm packages: the machine's own, else installed into .tools.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const bin = join(root, '.tools', 'bin');
const python = join(root, '.tools', 'python');

const works = (command, ...args) =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

function goInstall(name, module) {
  const path = join(bin, name);
  if (existsSync(path)) return path;
  if (!works('go', 'version')) return undefined;
  process.stderr.write(`Installing ${module} into .tools/bin\n`);
  const { status } = spawnSync('go', ['install', module], {
    env: { ...process.env, GOBIN: bin },
    stdio: ['ignore', 2, 2],
  });
  return status === 0 && existsSync(path) ? path : undefined;
}

/** Resolves to a function that builds a folder, or undefined where nothing can. */
export function kustomize() {
  const build =
    (command, ...args) =>
    folder =>
      spawnSync(command, [...args, folder], { encoding: 'utf8' });
  if (works('kustomize', 'version')) return build('kustomize', 'build');
  if (works('kubectl', 'kustomize', '--help'))
    return build('kubectl', 'kustomize');
  const path = goInstall(
    'kustomize',
    'sigs.k8s.io/kustomize/kustomize/v5@v5.7.1',
  );
  return path && build(path, 'build');
}

/** Checks a Compose file, without variables, against its specification. */
export function compose() {
  if (works('docker', 'compose', 'version')) {
    return file =>
      spawnSync('docker', ['compose', '--file', file, 'config', '--quiet'], {
        encoding: 'utf8',
      });
  }
  // The reference implementation's own command is called "cmd".
  const path = goInstall(
    'cmd',
    'github.com/compose-spec/compose-go/v2/cmd@v2.16.2',
  );
  return (
    path &&
    (file => spawnSync(path, ['-no-interpolation', file], { encoding: 'utf8' }))
  );
}

/** Validates manifests against the JSON schemas of one Kubernetes version, strictly. */
export function kubernetesValidate() {
  if (!existsSync(join(python, 'kubernetes_validate'))) {
    if (!works('python3', '-m', 'pip', '--version')) return undefined;
    process.stderr.write('Installing kubernetes-validate into .tools/python\n');
    const { status } = spawnSync(
      'python3',
      [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--root-user-action=ignore',
        '--target',
        python,
        'kubernetes-validate==1.37.0',
      ],
      { stdio: ['ignore', 2, 2] },
    );
    if (status !== 0) return undefined;
  }
  return file =>
    spawnSync(
      'python3',
      ['-m', 'kubernetes_validate', '--strict', '--quiet', file],
      { encoding: 'utf8', env: { ...process.env, PYTHONPATH: python } },
    );
}
