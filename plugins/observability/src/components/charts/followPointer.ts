import uPlot from 'uplot';
import { TimeRange } from './types';

/** What moves less is a click or a tap and selects nothing. */
const MIN_BRUSH_PX = 6;

/** What a chart does with the reader's pointer. */
export type PointerHandlers = {
  /** Unix seconds; nothing when the pointer has left. */
  onPoint: (at: number | undefined) => void;
  /** The brushed range while it is drawn, and nothing when it is given up. */
  onBrush: (range: TimeRange | undefined) => void;
  onBrushed: (range: TimeRange) => void;
};

/**
 * Follows mouse, pen and finger over a plot: uPlot itself knows only the mouse.
 * A finger moving sideways brushes; one moving up and down scrolls the page.
 *
 * @returns stops following
 */
export function followPointer(
  plot: uPlot,
  handlers: PointerHandlers,
): () => void {
  const { over } = plot;
  over.style.touchAction = 'pan-y';
  const left = (event: PointerEvent) =>
    Math.min(
      Math.max(event.clientX - over.getBoundingClientRect().left, 0),
      over.clientWidth,
    );
  let startedAt: number | undefined;

  const range = (a: number, b: number): TimeRange => [
    plot.posToVal(Math.min(a, b), 'x'),
    plot.posToVal(Math.max(a, b), 'x'),
  ];
  const down = (event: PointerEvent) => {
    if (event.isPrimary && event.button === 0) {
      startedAt = left(event);
      over.setPointerCapture(event.pointerId);
    }
  };
  const move = (event: PointerEvent) => {
    const at = left(event);
    handlers.onPoint(plot.posToVal(at, 'x'));
    if (startedAt !== undefined && Math.abs(at - startedAt) >= MIN_BRUSH_PX) {
      handlers.onBrush(range(startedAt, at));
    }
  };
  const up = (event: PointerEvent) => {
    const from = startedAt;
    startedAt = undefined;
    const to = left(event);
    if (from !== undefined && Math.abs(to - from) >= MIN_BRUSH_PX) {
      handlers.onBrushed(range(from, to));
    } else {
      handlers.onPoint(plot.posToVal(to, 'x'));
    }
  };
  const cancel = () => {
    startedAt = undefined;
    handlers.onBrush(undefined);
  };
  const leave = (event: PointerEvent) => {
    // After a tap the values stay, so that a finger can be taken away to read them.
    if (startedAt === undefined && event.pointerType === 'mouse') {
      handlers.onPoint(undefined);
    }
  };

  over.addEventListener('pointerdown', down);
  over.addEventListener('pointermove', move);
  over.addEventListener('pointerup', up);
  over.addEventListener('pointercancel', cancel);
  over.addEventListener('pointerleave', leave);
  return () => {
    over.removeEventListener('pointerdown', down);
    over.removeEventListener('pointermove', move);
    over.removeEventListener('pointerup', up);
    over.removeEventListener('pointercancel', cancel);
    over.removeEventListener('pointerleave', leave);
  };
}
