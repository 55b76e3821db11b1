/**
 * The backend of root-cause analysis.
 *
 * @packageDocumentation
 */
export { createCollectors } from './collectors';
export { readRcaConfig, type RcaConfig } from './config';
export { investigate, type InvestigateOptions } from './engine/investigate';
export { decideScope } from './service/decideScope';
export { resolveSubject } from './service/resolveSubject';
export { rcaPlugin, rcaPlugin as default } from './plugin';
