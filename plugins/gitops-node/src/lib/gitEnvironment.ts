import { GitRepositoryOptions } from '../config';

/** What Git inherits: how to find programs, and how to reach the network. */
const INHERITED = [
  'PATH',
  'TMPDIR',
  'GIT_EXEC_PATH',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'GIT_SSL_CAINFO',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
];

/**
 * The environment of one repository's Git commands.
 *
 * @remarks
 * It starts from nothing, so that neither the personal configuration of the account
 * nor a `GIT_TRACE` can change what Git does or make it print credentials. These go by
 * environment and not by argument, where every process of the machine could read them,
 * and only to the configured server: redirects are not followed.
 */
export function gitEnvironment(
  repository: GitRepositoryOptions,
  home: string,
): NodeJS.ProcessEnv {
  const settings: Array<[string, string]> = [
    ['core.hooksPath', '/dev/null'],
    ['credential.helper', ''],
    ['gc.auto', '0'],
    ['http.followRedirects', 'false'],
  ];
  if (repository.auth && /^https?:/.test(repository.url)) {
    const { username, password } = repository.auth;
    const basic = Buffer.from(`${username}:${password}`).toString('base64');
    settings.push([
      `http.${new URL(repository.url).origin}/.extraHeader`,
      `Authorization: Basic ${basic}`,
    ]);
  }
  const environment: NodeJS.ProcessEnv = {
    HOME: home,
    LC_ALL: 'C',
    GIT_ALLOW_PROTOCOL: 'http:https:file',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_COUNT: String(settings.length),
    GIT_LITERAL_PATHSPECS: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
  settings.forEach(([key, value], index) => {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  for (const name of INHERITED) {
    for (const variant of [name, name.toLowerCase()]) {
      if (process.env[variant]) {
        environment[variant] = process.env[variant];
      }
    }
  }
  return environment;
}
