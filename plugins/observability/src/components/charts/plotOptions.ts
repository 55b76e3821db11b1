import { formatQuantity, isBinary } from '@internal/page-kit';
import uPlot from 'uplot';
import { PlotValue } from './alignSeries';
import { drawBackground, drawForeground, Decorations } from './drawDecorations';
import { colourVariable, ReadColour } from './palette';
import { timeLabels } from './timeLabels';
import { PlotKind, PlotSeries, TimeRange } from './types';

const LINE_WIDTH_PX = 1.5;
const AXIS_GAP_PX = 6;
const AXIS_CHARACTER_PX = 7;
const X_AXIS_HEIGHT_PX = 28;
const MIN_TICK_DISTANCE_PX = { x: 70, y: 36 };
const LABEL_SPACE_PX = 120;
/** Room for the pins of changes. */
const TOP_SPACE_PX = 16;
/** Half a label of the time axis. */
const EDGE_SPACE_PX = 20;
const HEADROOM = 1.05;
const FILL_ALPHA = 0.18;
/** Powers of two, so that the ticks of bytes are round in KiB and MiB. */
const BINARY_STEPS = Array.from({ length: 60 }, (_, power) => 2 ** power);

const ignore = () => null;

/** All that uPlot has to know; what moves with the pointer is done outside of it. */
export function plotOptions(options: {
  kind: PlotKind;
  series: readonly PlotSeries[];
  unit: string;
  range: TimeRange;
  size: { width: number; height: number };
  /** Names beside the ends of the lines. */
  labelled: boolean;
  decorations: Decorations;
  colour: ReadColour;
  font: string;
}): uPlot.Options {
  const { kind, series, unit, range, size, decorations, colour, font } =
    options;
  const axis: uPlot.Axis = {
    font: `11px ${font}`,
    stroke: colour('--chart-text'),
    grid: { stroke: colour('--chart-grid'), width: 1 },
    ticks: { show: false },
    gap: AXIS_GAP_PX,
  };
  return {
    ...size,
    padding: [
      TOP_SPACE_PX,
      options.labelled ? LABEL_SPACE_PX : EDGE_SPACE_PX,
      0,
      0,
    ],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false, setScale: false },
      // Pointers are followed by followPointer, which knows touch as well.
      bind: {
        mousedown: () => ignore,
        mouseup: () => ignore,
        click: () => ignore,
        dblclick: () => ignore,
        mousemove: () => ignore,
        mouseleave: () => ignore,
        mouseenter: () => ignore,
      },
      points: { show: kind === 'line' },
    },
    scales: {
      x: { time: true, range: () => [range[0], range[1]] },
      y: {
        range: (_, low, high) => valueRange(low, high, decorations),
      },
    },
    axes: [
      {
        ...axis,
        size: X_AXIS_HEIGHT_PX,
        space: MIN_TICK_DISTANCE_PX.x,
        values: (_, ticks, _axis, _space, step) => timeLabels(ticks, step),
      },
      {
        ...axis,
        space: MIN_TICK_DISTANCE_PX.y,
        size: (_, labels) =>
          Math.max(...(labels ?? ['']).map(label => label?.length ?? 0)) *
            AXIS_CHARACTER_PX +
          AXIS_GAP_PX,
        values: (_, ticks) => ticks.map(tick => formatQuantity(tick, unit)),
        ...(isBinary(unit) && { incrs: BINARY_STEPS }),
      },
    ],
    series: [
      {},
      ...drawOrder(series.length).map(index =>
        seriesOptions(
          kind,
          colourVariable(series[index].colour, index),
          colour,
        ),
      ),
    ],
    hooks: {
      drawClear: [plot => drawBackground(plot, decorations, colour)],
      draw: [
        plot =>
          drawForeground(plot, decorations, colour, font, options.labelled),
      ],
    },
  };
}

/**
 * The order in which series are painted: the highest of a stack first, so that
 * each covers the foot of the one before; of lines the named ones last.
 */
export function drawOrder(count: number): number[] {
  return Array.from({ length: count }, (_, index) => count - 1 - index);
}

function seriesOptions(
  kind: PlotKind,
  name: string,
  colour: ReadColour,
): uPlot.Series {
  const stroke = colour(name);
  if (kind === 'bars') {
    return {
      fill: stroke,
      width: 0,
      points: { show: false },
      paths: uPlot.paths.bars!({ size: [1, Infinity], align: 1, gap: 1 }),
    };
  }
  return {
    stroke,
    width: LINE_WIDTH_PX,
    ...(kind === 'area' && { fill: colour(name, FILL_ALPHA) }),
    points: {
      show: true,
      size: 4,
      fill: stroke,
      filter: (plot, index) => lonely(plot.data[index] as PlotValue[]),
    },
  };
}

/** Points without a neighbour, of which no line would be seen. */
function lonely(values: readonly PlotValue[]): number[] {
  const known = values.flatMap((value, index) =>
    value === undefined ? [] : [index],
  );
  const broken = (place: number) =>
    known[place] === undefined || values[known[place]] === null;
  return known.filter(
    (index, place) =>
      values[index] !== null && broken(place - 1) && broken(place + 1),
  );
}

/** From 0, or from the lowest value below it, to a little above of what is drawn. */
function valueRange(
  low: number | null,
  high: number | null,
  { spans, expected }: Decorations,
): uPlot.Range.MinMax {
  const highs = [
    high ?? 0,
    ...spans.map(span => span.expected?.high ?? 0),
    ...expected.map(([, , limit]) => limit),
  ];
  const top = highs.reduce((a, b) => Math.max(a, b), 0) * HEADROOM;
  return [Math.min(0, low ?? 0) * HEADROOM, top > 0 ? top : 1];
}
