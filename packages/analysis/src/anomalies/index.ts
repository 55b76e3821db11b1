export { detectLogAnomalies } from './detectLogAnomalies';
export { detectSeriesAnomalies } from './detectSeriesAnomalies';
export {
  anomalyKinds,
  jointAnomalyKinds,
  logAnomalyKinds,
  seriesAnomalyKinds,
} from './types';
export type {
  AnomalyDirection,
  AnomalyKind,
  ExhaustionForecast,
  LogAnomaly,
  LogAnomalyKind,
  LogAnomalyOptions,
  LogWindow,
  SeriesAnomaly,
  SeriesAnomalyKind,
  SeriesAnomalyOptions,
  WindowLine,
} from './types';
