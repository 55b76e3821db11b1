/**
 * Pure algorithms of the diagnosis: change points, onsets, anomalies, log
 * templates, ranking over a dependency graph. No Backstage, no I/O.
 *
 * @packageDocumentation
 */
export * from './anomalies';
export * from './detectors';
export * from './graph';
export * from './logShift';
export * from './ranking';
export * from './series';
export * from './templates';
export * from './traces';
