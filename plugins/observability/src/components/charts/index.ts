export { ChartGroup } from './ChartGroup';
export { TimeChart, type TimeChartProps } from './TimeChart';
export type {
  ChartColour,
  ChartSpan,
  ExpectedBand,
  PlotKind,
  PlotSeries,
} from './types';
