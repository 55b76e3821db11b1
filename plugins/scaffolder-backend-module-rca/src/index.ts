/**
 * The scaffolder action `rca:analyze`.
 *
 * @packageDocumentation
 */
export { createRcaAnalyzeAction } from './createRcaAnalyzeAction';
export { scaffolderModuleRca, scaffolderModuleRca as default } from './module';
