/**
 * The backend of root-cause analysis.
 *
 * @packageDocumentation
 */
export { createCollectors } from './collectors';
export { investigate, type InvestigateOptions } from './engine/investigate';
export { rcaPlugin, rcaPlugin as default } from './plugin';
