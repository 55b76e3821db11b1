import { formatQuantity, visibleText, windowText } from '@internal/page-kit';
import { Window } from '@internal/plugin-observability-common';
import { AlignedSeries } from './alignSeries';
import { momentText } from './timeLabels';
import { ChartMark, ChartSpan, PlotKind, PlotSeries, TimeRange } from './types';

/** More names than this are no summary any more. */
const SUMMED_UP_SERIES = 6;
/** A change is named while the cursor is within this part of the window. */
const NEAR_MARK = 0.01;

/** A chart in words: what, when, and between which values. */
export function describeChart(options: {
  title: string;
  kind: PlotKind;
  series: readonly PlotSeries[];
  unit: string;
  window: Window;
}): string {
  const { title, kind, series, unit, window } = options;
  const parts = series
    .filter(({ points }) => points.length > 0)
    .slice(0, SUMMED_UP_SERIES)
    .map(({ name, points }) => {
      let low = Infinity;
      let high = -Infinity;
      let sum = 0;
      for (const [, value] of points) {
        low = Math.min(low, value);
        high = Math.max(high, value);
        sum += value;
      }
      const quantity = (value: number) => formatQuantity(value, unit);
      return kind === 'bars'
        ? `${visibleText(name)}: ${quantity(sum)} in all, at most ${quantity(
            high,
          )} at once`
        : `${visibleText(name)}: between ${quantity(low)} and ${quantity(
            high,
          )}, ${quantity(points[points.length - 1][1])} at the end`;
    });
  const more = series.length - parts.length;
  return `${title}, ${windowText(window)}. ${parts.join('. ')}${
    more > 0 ? `, and ${more} more` : ''
  }.`;
}

/** What a chart says about the moment of the cursor, or about its whole time. */
export function describeMoment(options: {
  at: number | undefined;
  range: TimeRange;
  marks: readonly ChartMark[];
  spans: readonly ChartSpan[];
  values?: {
    series: readonly PlotSeries[];
    aligned: AlignedSeries;
    row: number;
    unit: string;
  };
  selection?: TimeRange;
}): string {
  const { at, range, marks, spans, values, selection } = options;
  if (at === undefined) {
    return `${momentText(range[0])} to ${momentText(range[1])}`;
  }
  const near = (range[1] - range[0]) * NEAR_MARK;
  const parts = [
    ...marks
      .filter(mark => Math.abs(mark.at - at) <= near)
      .map(mark => visibleText(mark.title)),
    ...spans
      .filter(span => at >= span.from && at <= (span.to ?? Infinity))
      .map(span => visibleText(span.title)),
    ...(values?.series ?? [])
      .slice(0, SUMMED_UP_SERIES)
      .map(
        ({ name }, index) =>
          `${visibleText(name)} ${valueText(
            values!.aligned.values[index][values!.row],
            values!.unit,
          )}`,
      ),
    ...(selection
      ? [`selected ${momentText(selection[0])} to ${momentText(selection[1])}`]
      : []),
  ];
  return [momentText(at), ...parts].join(' · ');
}

/** A value with its unit, and a word where there is none. */
export function valueText(
  value: number | null | undefined,
  unit: string,
): string {
  return typeof value === 'number' ? formatQuantity(value, unit) : 'no value';
}
