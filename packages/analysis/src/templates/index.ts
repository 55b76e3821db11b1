export { compareRates } from './compareRates';
export type { Observation, RateChange } from './compareRates';
export { maskVariables } from './maskVariables';
export { LineGroup, TemplateGrouper } from './TemplateGrouper';
export { LogTemplate, TemplateMiner, WILDCARD } from './TemplateMiner';
