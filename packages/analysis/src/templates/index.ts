export { compareRates } from './compareRates';
export type { Observation, RateChange } from './compareRates';
export type { ExplainedWord, TemplateExplanation } from './explainGroup';
export { LineGroup } from './LineGroup';
export { maskVariables } from './maskVariables';
export type { MaskReason } from './maskWords';
export type { TemplateSnapshot } from './snapshot';
export { TemplateGrouper } from './TemplateGrouper';
export { LogTemplate, TemplateMiner, WILDCARD } from './TemplateMiner';
