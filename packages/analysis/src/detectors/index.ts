export { AlertGate } from './AlertGate';
export type { AlertEvent, AlertGateOptions } from './AlertGate';
export { correlateChanges } from './correlateChanges';
export type {
  ChangeGroup,
  CorrelateOptions,
  SeriesChange,
} from './correlateChanges';
export { forecastExhaustion } from './exhaustion';
export type { Exhaustion } from './exhaustion';
export { falseDiscoveryRates } from './falseDiscovery';
export { IsolationForest } from './IsolationForest';
export type { IsolationForestOptions } from './IsolationForest';
export { detectJointOutliers, standardize } from './jointOutliers';
export type { JointOutlier } from './jointOutliers';
export { detectLevelShifts } from './levelShifts';
export type { LevelShift, LevelShiftOptions } from './levelShifts';
export { detectMissingData } from './missingData';
export type { Gap, GapOptions } from './missingData';
export { detectOutliers } from './outliers';
export type { Outlier } from './outliers';
export { findSeason } from './season';
export type { Season } from './season';
export { StreamExhaustion } from './StreamExhaustion';
export { StreamLevelShift } from './StreamLevelShift';
export type { StreamShift } from './StreamLevelShift';
export { StreamMissingData } from './StreamMissingData';
export { StreamSeasonalOutlier } from './StreamSeasonalOutlier';
export type { StreamOutlier } from './StreamSeasonalOutlier';
export { StreamVarianceShift } from './StreamVarianceShift';
export { chiSquaredTail, compareTemplates } from './templateChanges';
export type {
  TemplateChange,
  TemplateChangeOptions,
  TemplateCounts,
} from './templateChanges';
export { detectVarianceShifts } from './varianceShifts';
export type { VarianceShift } from './varianceShifts';
