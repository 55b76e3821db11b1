import { randomInt } from 'node:crypto';
import { send } from '../support/send';
import type { Canaries } from './plant';
import type { SandboxState } from './SandboxAdmin';

/** A line every second for so long: the newest of them are in every window. */
const LINES = 120;
/** Samples are as far apart as the company's own. */
const STEP_MS = 15_000;
const SAMPLES = 40;
/** A line of them is about a kilobyte. */
const BULK_WORDS = 45;
const BULK_PAGE = 4_000;
const INSERT_LINES =
  '/insert/jsonline?_stream_fields=kubernetes.pod_namespace,kubernetes.pod_name,kubernetes.container_name';

/** What both teams have: the same words, so that a query which compares them finds out. */
export const SHARED = {
  field: 'attack_probe',
  value: 'same-on-both-sides',
  metric: 'attack_canary',
};

/** Which of the planted lines and series are the attackers' own. */
export const OWN_WORD = 'attack-own-line';

const PLACES: Array<{ namespace: string; service: string; own: boolean }> = [
  { namespace: 'team-a-prod', service: 'checkout', own: false },
  { namespace: 'team-a-staging', service: 'checkout', own: false },
  { namespace: 'team-b-prod', service: 'payments', own: true },
  { namespace: 'team-a-b-prod', service: 'insights', own: true },
];

/**
 * Writes lines and series into the stores: those of team-a hold words and numbers
 * that are nowhere else, in texts, labels and values; those of the attackers look
 * alike, and their numbers are 0, so that any sum over both gives them away.
 */
export async function plantTelemetry(
  { logs, metrics }: SandboxState,
  secret: (place: string) => string,
  canaries: Canaries,
): Promise<void> {
  const now = Date.now();
  const lines: object[] = [];
  const samples: string[] = [];
  for (const { namespace, service, own } of PLACES) {
    const word = (kind: string) =>
      own ? OWN_WORD : secret(`${kind}-of-${namespace}`);
    const message = word('log');
    const field = word('log-field');
    const label = word('metric');
    const number = own ? 0 : randomInt(10 ** 11, 10 ** 12);
    if (!own) canaries.set(String(number), `number of ${namespace}`);
    for (let i = 0; i < LINES; i++) {
      lines.push({
        _time: new Date(now - i * 1_000).toISOString(),
        _msg: `attack ${message} happened in ${namespace}`,
        level: 'error',
        'kubernetes.pod_namespace': namespace,
        'kubernetes.pod_name': `${service}-attack-0`,
        'kubernetes.container_name': service,
        stream: 'stderr',
        [SHARED.field]: SHARED.value,
        attack_secret: field,
        attack_number: String(number),
      });
    }
    for (let i = 0; i < SAMPLES; i++) {
      samples.push(
        `${
          SHARED.metric
        }{namespace="${namespace}",pod="${service}-attack-0",service_name="${service}",probe="${
          SHARED.value
        }",secret="${label}"} ${number} ${now - i * STEP_MS}`,
      );
    }
  }
  await insert(
    logs.url,
    INSERT_LINES,
    lines.map(line => JSON.stringify(line)).join('\n'),
  );
  await insert(metrics.url, '/api/v1/import/prometheus', samples.join('\n'));
}

/** One more line of each team, as they are written while somebody follows the log. */
export function plantLines(
  { logs }: SandboxState,
  words: Record<string, string>,
): Promise<void> {
  const lines = Object.entries(words).map(([namespace, word]) => ({
    _time: new Date().toISOString(),
    _msg: `attack ${word} happens now`,
    level: 'error',
    'kubernetes.pod_namespace': namespace,
    'kubernetes.pod_name': 'attack-0',
    'kubernetes.container_name': 'attack',
  }));
  return insert(
    logs.url,
    INSERT_LINES,
    lines.map(line => JSON.stringify(line)).join('\n'),
  );
}

/** Many long lines, for an answer that no socket holds at once. */
export async function plantBulk(
  { logs }: SandboxState,
  namespace: string,
  count: number,
): Promise<void> {
  const now = Date.now();
  const filler = 'so it goes on and on. '.repeat(BULK_WORDS);
  for (let begin = 0; begin < count; begin += BULK_PAGE) {
    const lines = Array.from({ length: BULK_PAGE }, (_, i) =>
      JSON.stringify({
        // Spread over ten minutes.
        _time: new Date(now - ((begin + i) * 600_000) / count).toISOString(),
        _msg: `bulk ${begin + i} ${filler}`,
        'kubernetes.pod_namespace': namespace,
        'kubernetes.pod_name': 'attack-bulk-0',
        'kubernetes.container_name': 'attack',
      }),
    );
    await insert(logs.url, INSERT_LINES, lines.join('\n'));
  }
}

async function insert(url: string, path: string, body: string): Promise<void> {
  const { status, text } = await send(url, {
    method: 'POST',
    path,
    body,
    headers: { 'content-type': 'text/plain' },
  });
  if (status >= 300) throw new Error(`${path}: ${status} ${text}`);
}
