import { Window } from '@internal/plugin-observability-common';

/** What one look at the portal asks, a group at once, as the pages do. */
export type Ask = { name: string; path: string; body?: unknown };

const HOUR_MS = 3_600_000;
/** A browser opens no more connections to one host. */
export const BROWSER_CONNECTIONS = 6;
const PATH = '/api/observability';
/** Several services, so that not all ask the same. */
const ENTITIES = ['checkout', 'frontend', 'cart', 'products', 'search'].map(
  name => `component:default/${name}`,
);

/** One person opens the logs of a service, then its lines, then its metrics. */
export function visit(options: {
  person: number;
  turn: number;
  panels: readonly string[];
  now: number;
}): Ask[][] {
  const { person, turn, panels, now } = options;
  const entityRef = ENTITIES[(person + turn) % ENTITIES.length];
  const window: Window = {
    from: new Date(now - HOUR_MS).toISOString(),
    to: new Date(now).toISOString(),
  };
  const about = { entityRef, window };
  const ask = (name: string, body: object): Ask => ({
    name,
    path: `${PATH}/${name}`,
    body: { ...about, ...body },
  });
  const target: Ask = {
    name: 'target',
    path: `${PATH}/target?${new URLSearchParams({ entityRef })}`,
  };
  return [
    [target],
    [ask('logs/volume', {}), ask('logs/patterns', {}), ask('marks', {})],
    [ask('logs/lines', { filter: { levels: ['error'] }, limit: 200 })],
    [target],
    [ask('marks', {}), ...panels.map(panel => ask('metrics/panel', { panel }))],
  ];
}
