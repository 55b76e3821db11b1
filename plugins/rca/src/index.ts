/**
 * Root-cause analysis in the portal: pages, the tab and the card on a component.
 *
 * @packageDocumentation
 */
export { default } from './plugin';
export { rcaApiRef, type RcaApi } from './api';
