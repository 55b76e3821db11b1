export { compareRates } from './compareRates';
export type { Observation, RateChange } from './compareRates';
export { maskVariables } from './maskVariables';
export { LogTemplate, TemplateMiner, WILDCARD } from './TemplateMiner';
