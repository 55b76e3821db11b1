export { falseDiscoveryRates } from './falseDiscovery';
export { detectLevelShifts } from './levelShifts';
export type { LevelShift, LevelShiftOptions } from './levelShifts';
export { detectMissingData } from './missingData';
export type { Gap, GapOptions } from './missingData';
export { chiSquaredTail, compareTemplates } from './templateChanges';
export type {
  TemplateChange,
  TemplateChangeOptions,
  TemplateCounts,
} from './templateChanges';
