import type { RawRequest } from '../../support/send';
import { lastHalfHour } from './Attacker';

type Ref = { entityRef: string; namespace?: string; cluster?: string };

/** No trace has it. */
export const NO_TRACE = '0123456789abcdef0123456789abcdef';

const POSTED: Array<[path: string, more: object]> = [
  ['marks', {}],
  ['logs/volume', {}],
  ['logs/patterns', {}],
  ['logs/lines', { query: '*' }],
  ['logs/fields', {}],
  ['logs/tail', { query: '*' }],
  ['logs/export', { format: 'text' }],
  ['metrics/panel', { panel: 'latency' }],
  ['metrics/query', { query: 'up' }],
  ['metrics/names', {}],
  ['traces/search', {}],
  ['traces/trace', { traceId: NO_TRACE, window: undefined }],
];

/** Every route about a workload, asked about this one. */
export function requestsAbout(ref: Ref): RawRequest[] {
  const window = lastHalfHour();
  const query = new URLSearchParams(ref as Record<string, string>);
  return [
    ...POSTED.map(([path, more]) => ({
      method: 'POST',
      path: `/api/observability/${path}`,
      body: { ...ref, window, ...more },
    })),
    { path: `/api/observability/target?${query}` },
    { path: `/api/observability/anomalies?${query}` },
  ];
}
