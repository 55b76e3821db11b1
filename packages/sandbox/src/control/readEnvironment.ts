import { join, resolve } from 'node:path';
import { parseDuration } from './duration';
import { SANDBOX_PARTS, SandboxOptions, SandboxPart } from './types';

const DEFAULT_PORTS: Record<SandboxPart, number> = {
  control: 7300,
  kubernetes: 7301,
  'kubernetes-2': 7306,
  logs: 7302,
  metrics: 7303,
  traces: 7307,
  oidc: 7304,
  git: 7305,
};
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** What the process was told by its environment. */
export type SandboxEnvironment = {
  options: SandboxOptions;
  stateFile?: string;
};

/** Reads the environment, or fails with every mistake in it. */
export function readEnvironment(
  env: Record<string, string | undefined>,
): SandboxEnvironment {
  const mistakes: string[] = [];
  const read = <T>(
    name: string,
    rule: string,
    parse: (text: string) => T | undefined,
  ): T | undefined => {
    const text = env[name]?.trim();
    if (!text) {
      return undefined;
    }
    const value = parse(text);
    if (value === undefined) {
      mistakes.push(`${name} is '${text}': must be ${rule}`);
    }
    return value;
  };
  const duration = (name: string) =>
    read(name, 'a duration such as 90s, 15m or 2h', parseDuration);
  const url = (name: string) => read(name, 'an http(s) URL', parseUrl);

  const ports = Object.fromEntries(
    SANDBOX_PARTS.map(part => [
      part,
      read(
        `SANDBOX_PORT_${part.toUpperCase().replace('-', '_')}`,
        'a port number, or 0 for a free one',
        text => parseInteger(text, 65_535),
      ) ?? DEFAULT_PORTS[part],
    ]),
  );
  const result: SandboxEnvironment = {
    stateFile: env.SANDBOX_STATE_FILE?.trim()
      ? resolve(env.SANDBOX_STATE_FILE.trim())
      : undefined,
    options: {
      live: true,
      host: read('SANDBOX_HOST', `one of ${LOOPBACK.join(', ')}`, text =>
        LOOPBACK.includes(text) ? text : undefined,
      ),
      ports,
      seed: read('SANDBOX_SEED', 'a whole number', text =>
        parseInteger(text, Number.MAX_SAFE_INTEGER),
      ),
      lagMs: duration('SANDBOX_LAG'),
      historyMs: duration('SANDBOX_HISTORY'),
      dataDir: resolve(env.SANDBOX_DATA?.trim() || join('.data', 'sandbox')),
      // Whoever brings a cluster means that one, and no other beside it.
      secondCluster: !env.KUBERNETES_URL?.trim(),
      portalUrls: read(
        'PORTAL_URL',
        'http(s) URLs, separated by commas',
        text => {
          const urls = text.split(',').map(part => parseUrl(part.trim()));
          return urls.every(part => part !== undefined) ? urls : undefined;
        },
      ),
      replaced: {
        logs: url('VICTORIALOGS_URL'),
        metrics: url('VICTORIAMETRICS_URL'),
        traces: url('JAEGER_URL') !== undefined,
        kubernetes: url('KUBERNETES_URL') !== undefined,
        oidc: url('OIDC_ISSUER') !== undefined,
        git: url('GIT_URL') !== undefined,
      },
    },
  };
  if (mistakes.length) {
    throw new Error(mistakes.join('\n'));
  }
  return result;
}

function parseInteger(text: string, max: number): number | undefined {
  const value = Number(text);
  return /^\d+$/.test(text) && value <= max ? value : undefined;
}

function parseUrl(text: string): string | undefined {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
    ? text.replace(/\/+$/, '')
    : undefined;
}
