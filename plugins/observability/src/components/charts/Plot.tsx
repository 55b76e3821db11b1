import { visibleText } from '@internal/page-kit';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { AlignedSeries, stackValues } from './alignSeries';
import { CursorBus } from './CursorBus';
import { followPointer, PointerHandlers } from './followPointer';
import {
  colourReader,
  colourVariable,
  NAMED_SERIES,
  useThemeMode,
} from './palette';
import { drawOrder, plotOptions } from './plotOptions';
import {
  ChartMark,
  ChartSpan,
  ExpectedBand,
  PlotKind,
  PlotSeries,
  TimeRange,
} from './types';
import styles from './charts.module.css';

/** From here on there is room for names beside the lines. */
const LABELLED_WIDTH_PX = 560;
const OFF_SCREEN_PX = -10;

/** @see Plot */
export type PlotProps = {
  kind: PlotKind;
  series: readonly PlotSeries[];
  aligned: AlignedSeries;
  unit: string;
  range: TimeRange;
  height: number;
  spans: readonly ChartSpan[];
  marks: readonly ChartMark[];
  expected: ExpectedBand;
  bus: CursorBus;
  selection?: TimeRange;
} & PointerHandlers;

/**
 * The canvas of a chart. Everything that can be said in words is said around it;
 * this is only the picture, loaded when the first chart is seen.
 */
export function Plot(props: PlotProps) {
  const { kind, series, aligned, unit, range, height, spans, marks, expected } =
    props;
  const { bus, selection } = props;
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>();
  const handlers = useRef<PointerHandlers>(props);
  handlers.current = props;
  const selected = useRef(selection);
  selected.current = selection;
  const theme = useThemeMode();

  useEffect(() => {
    const element = host.current!;
    const order = drawOrder(series.length);
    const colour = colourReader(element);
    const labelled = (width: number) =>
      kind === 'line' &&
      series.length <= NAMED_SERIES &&
      width >= LABELLED_WIDTH_PX;
    const columns =
      kind === 'line' ? aligned.values : stackValues(aligned.values);

    const create = (width: number) =>
      new UPlot(
        plotOptions({
          kind,
          series,
          unit,
          range,
          size: { width, height },
          labelled: labelled(width),
          decorations: {
            spans,
            marks,
            expected,
            labels: series.map(({ name, colour: meaning }, index) => ({
              series: order.indexOf(index) + 1,
              text: visibleText(name),
              colour: colour(colourVariable(meaning, index)),
            })),
          },
          colour,
          font: getComputedStyle(element).fontFamily,
        }),
        [
          aligned.times,
          ...order.map(index => columns[index]),
        ] as UPlot.AlignedData,
        element,
      );

    let current = create(element.clientWidth);
    let stop = () => {};
    const connect = () => {
      plot.current = current;
      const unfollow = followPointer(current, {
        onPoint: at => handlers.current.onPoint(at),
        onBrush: brushed => handlers.current.onBrush(brushed),
        onBrushed: brushed => handlers.current.onBrushed(brushed),
      });
      // A bar is pointed at in its middle.
      const shift =
        kind === 'bars' && aligned.times.length > 1
          ? (aligned.times[1] - aligned.times[0]) / 2
          : 0;
      const showCursor = () =>
        pointAt(current, bus.at === undefined ? undefined : bus.at + shift);
      const unsubscribe = bus.subscribe(showCursor);
      showCursor();
      showSelection(current, selected.current);
      stop = () => {
        unfollow();
        unsubscribe();
      };
    };
    connect();

    const observer = new ResizeObserver(() => {
      const width = element.clientWidth;
      if (width === 0 || width === current.width) {
        return;
      }
      if (labelled(width) === labelled(current.width)) {
        current.setSize({ width, height });
        showSelection(current, selected.current);
        return;
      }
      stop();
      current.destroy();
      current = create(width);
      connect();
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      stop();
      current.destroy();
      plot.current = undefined;
      element.replaceChildren();
    };
    // `theme` because the colours are read from the page when the plot is made.
  }, [
    kind,
    series,
    aligned,
    unit,
    range,
    height,
    spans,
    marks,
    expected,
    bus,
    theme,
  ]);

  useEffect(() => {
    if (plot.current) {
      showSelection(plot.current, selection);
    }
  }, [selection]);

  return (
    <div ref={host} className={styles.plot} style={{ height }} aria-hidden />
  );
}

function pointAt(plot: UPlot, at: number | undefined): void {
  plot.setCursor({
    left: at === undefined ? OFF_SCREEN_PX : plot.valToPos(at, 'x'),
    top: at === undefined ? OFF_SCREEN_PX : 0,
  });
}

function showSelection(plot: UPlot, range: TimeRange | undefined): void {
  const left = range ? plot.valToPos(range[0], 'x') : 0;
  const width = range ? plot.valToPos(range[1], 'x') - left : 0;
  plot.setSelect(
    { left, width, top: 0, height: range ? plot.over.clientHeight : 0 },
    false,
  );
}
