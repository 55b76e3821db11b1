import uPlot from 'uplot';
import { ReadColour } from './palette';
import { spreadLabels } from './spreadLabels';
import { ChartMark, ChartSpan, ExpectedBand } from './types';

/** What is drawn besides the values. */
export type Decorations = {
  spans: readonly ChartSpan[];
  marks: readonly ChartMark[];
  expected: ExpectedBand;
  /** Beside the end of each line: series of the plot, name and colour. */
  labels: ReadonlyArray<{ series: number; text: string; colour: string }>;
};

const PIN_PX = 5;
const LABEL_HEIGHT_PX = 14;
const LABEL_GAP_PX = 6;

/** Under the grid: what was expected, and the stretches that something is said about. */
export function drawBackground(
  plot: uPlot,
  { spans, expected }: Decorations,
  colour: ReadColour,
): void {
  const { ctx, bbox } = plot;
  const x = (at: number) => plot.valToPos(at, 'x', true);
  const y = (value: number) => plot.valToPos(value, 'y', true);
  clipped(plot, () => {
    if (expected.length > 0) {
      ctx.fillStyle = colour('--chart-expected');
      ctx.beginPath();
      expected.forEach(([at, , high]) => ctx.lineTo(x(at), y(high)));
      [...expected].reverse().forEach(([at, low]) => ctx.lineTo(x(at), y(low)));
      ctx.fill();
    }
    for (const span of spans) {
      const left = Math.max(x(span.from), bbox.left);
      const right =
        span.to === undefined
          ? bbox.left + bbox.width
          : Math.max(x(span.to), left + uPlot.pxRatio);
      ctx.fillStyle = colour('--chart-span');
      ctx.fillRect(left, bbox.top, right - left, bbox.height);
      if (span.expected) {
        const top = y(span.expected.high);
        ctx.fillStyle = colour('--chart-expected');
        ctx.fillRect(left, top, right - left, y(span.expected.low) - top);
      }
      ctx.fillStyle = colour('--chart-danger');
      ctx.fillRect(left, bbox.top, right - left, 2 * uPlot.pxRatio);
    }
  });
}

/** Over the values: changes as dashed lines with a pin, and the names of the lines. */
export function drawForeground(
  plot: uPlot,
  { marks, labels }: Decorations,
  colour: ReadColour,
  font: string,
  labelled: boolean,
): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.strokeStyle = colour('--chart-mark');
  ctx.fillStyle = colour('--chart-mark');
  ctx.lineWidth = ratio;
  ctx.setLineDash([4 * ratio, 3 * ratio]);
  for (const { at } of marks) {
    const left = plot.valToPos(at, 'x', true);
    if (left < bbox.left || left > bbox.left + bbox.width) {
      continue;
    }
    ctx.beginPath();
    ctx.moveTo(left, bbox.top);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(left - PIN_PX * ratio, bbox.top - 2 * PIN_PX * ratio);
    ctx.lineTo(left + PIN_PX * ratio, bbox.top - 2 * PIN_PX * ratio);
    ctx.lineTo(left, bbox.top - PIN_PX * ratio);
    ctx.fill();
  }
  ctx.restore();
  if (labelled) {
    drawLabels(plot, labels, font);
  }
}

function drawLabels(
  plot: uPlot,
  labels: Decorations['labels'],
  font: string,
): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  const wanted = labels.map(({ series }) => {
    const last = lastValue(plot.data[series]);
    return last === undefined
      ? bbox.top + bbox.height
      : plot.valToPos(last, 'y', true);
  });
  const placed = spreadLabels(wanted, LABEL_HEIGHT_PX * ratio, [
    bbox.top,
    bbox.top + bbox.height,
  ]);
  const left = bbox.left + bbox.width + LABEL_GAP_PX * ratio;
  ctx.save();
  ctx.font = `${12 * ratio}px ${font}`;
  ctx.textBaseline = 'middle';
  labels.forEach(({ text, colour }, index) => {
    ctx.fillStyle = colour;
    ctx.fillText(
      shortened(ctx, text, ctx.canvas.width - left),
      left,
      placed[index],
    );
  });
  ctx.restore();
}

function lastValue(values: ArrayLike<number | null | undefined>) {
  for (let index = values.length - 1; index >= 0; index--) {
    const value = values[index];
    if (typeof value === 'number') {
      return value;
    }
  }
  return undefined;
}

/** Cut in the middle: pods of one workload differ at their ends. */
function shortened(
  ctx: CanvasRenderingContext2D,
  text: string,
  width: number,
): string {
  if (ctx.measureText(text).width <= width) {
    return text;
  }
  for (let kept = text.length - 1; kept > 2; kept--) {
    const head = Math.floor(kept / 3);
    const short = `${text.slice(0, head)}…${text.slice(
      text.length - (kept - head),
    )}`;
    if (ctx.measureText(short).width <= width) {
      return short;
    }
  }
  return '…';
}

function clipped(plot: uPlot, draw: () => void): void {
  const { left, top, width, height } = plot.bbox;
  plot.ctx.save();
  plot.ctx.beginPath();
  plot.ctx.rect(left, top, width, height);
  plot.ctx.clip();
  draw();
  plot.ctx.restore();
}
