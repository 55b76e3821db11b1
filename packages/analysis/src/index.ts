/**
 * Pure algorithms of the diagnosis: change points, onsets, log templates,
 * ranking over a dependency graph. No Backstage, no I/O.
 *
 * @packageDocumentation
 */
export * from './ranking';
export * from './series';
export * from './templates';
