import { Skeleton, VisuallyHidden } from '@backstage/ui';
import { toUnix } from '@internal/page-kit';
import { ChangeMark, Window } from '@internal/plugin-observability-common';
import {
  KeyboardEvent,
  lazy,
  Suspense,
  useCallback,
  useId,
  useMemo,
  useState,
} from 'react';
import { alignSeries, indexAt } from './alignSeries';
import { ChartBoundary } from './ChartBoundary';
import { useCursorBus, useCursorTime } from './ChartGroup';
import { ChartTable } from './ChartTable';
import { ChartValues } from './ChartValues';
import { describeChart, describeMoment } from './describeChart';
import { stepCursor } from './stepCursor';
import {
  ChartSpan,
  ExpectedBand,
  PlotKind,
  PlotSeries,
  TimeRange,
} from './types';
import styles from './charts.module.css';
import palette from './palette.module.css';

const Plot = lazy(() => import('./Plot').then(m => ({ default: m.Plot })));

const DEFAULT_HEIGHT_PX = 180;
const NO_SPANS: readonly ChartSpan[] = [];
const NO_MARKS: readonly ChangeMark[] = [];
const NO_BAND: ExpectedBand = [];

/** @see TimeChart */
export type TimeChartProps = {
  title: string;
  /** What a reader learns from it, one sentence. */
  description?: string;
  kind?: PlotKind;
  /** Kept the same object between renders: a new one is drawn anew. */
  series: readonly PlotSeries[];
  /** As `formatQuantity` knows it. */
  unit: string;
  window: Window;
  /** Distance of the points; what is missing for longer is shown as a gap. */
  stepSeconds?: number;
  height?: number;
  spans?: readonly ChartSpan[];
  marks?: readonly ChangeMark[];
  expected?: ExpectedBand;
  /** Brushed with mouse, finger or keys. */
  onZoom?: (window: Window) => void;
  /** Makes the names of the series buttons, for example to filter by them. */
  onPick?: (name: string) => void;
  picked?: readonly string[];
};

/**
 * Values over time.
 *
 * @remarks
 * The picture follows the pointer; the same is there for keyboards (a slider
 * over the times) and screen readers (what the slider says, a summary, a table).
 * Charts inside of one {@link ChartGroup} point at the same moment.
 */
export function TimeChart(props: TimeChartProps) {
  const { title, kind = 'line', series, unit, window, stepSeconds } = props;
  const { spans = NO_SPANS, marks = NO_MARKS, expected = NO_BAND } = props;
  const { height = DEFAULT_HEIGHT_PX, onZoom } = props;
  const titleId = useId();
  const hintId = useId();
  const bus = useCursorBus();
  const cursor = useCursorTime(bus);
  const [selection, setSelection] = useState<TimeRange>();

  const range = useMemo<TimeRange>(
    () => [toUnix(window.from), toUnix(window.to)],
    [window],
  );
  const aligned = useMemo(
    () => alignSeries(series, stepSeconds),
    [series, stepSeconds],
  );
  const chartMarks = useMemo(
    () => marks.map(({ time, ...mark }) => ({ ...mark, at: toUnix(time) })),
    [marks],
  );
  const summary = useMemo(
    () => describeChart({ title, kind, series, unit, window }),
    [title, kind, series, unit, window],
  );

  const row = cursor === undefined ? -1 : indexAt(aligned.times, cursor, kind);
  const moment = describeMoment({
    at: row < 0 ? undefined : aligned.times[row],
    range,
    marks: chartMarks,
    spans,
  });

  const onPoint = useCallback(
    (at: number | undefined) => {
      const index = at === undefined ? -1 : indexAt(aligned.times, at, kind);
      bus.set(index < 0 ? undefined : aligned.times[index]);
    },
    [aligned, bus, kind],
  );
  const zoom = (to: TimeRange) => {
    setSelection(undefined);
    onZoom?.({
      from: new Date(to[0] * 1_000).toISOString(),
      to: new Date(to[1] * 1_000).toISOString(),
    });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && selection && onZoom) {
      zoom(selection);
    } else if (event.key === 'Escape' && (selection || cursor !== undefined)) {
      setSelection(undefined);
      bus.set(undefined);
    } else {
      const step = stepCursor({
        key: event.key,
        extend: event.shiftKey && onZoom !== undefined,
        times: aligned.times,
        row,
        selection,
      });
      if (!step) {
        return;
      }
      bus.set(step.at);
      setSelection(step.selection);
    }
    event.preventDefault();
  };

  if (aligned.times.length === 0) {
    return (
      <figure
        className={`${palette.palette} ${styles.chart}`}
        aria-labelledby={titleId}
      >
        <ChartHead {...props} titleId={titleId} />
        <p className={styles.muted}>No values in this window.</p>
      </figure>
    );
  }
  return (
    <figure
      className={`${palette.palette} ${styles.chart}`}
      aria-labelledby={titleId}
    >
      <ChartHead {...props} titleId={titleId} />
      <VisuallyHidden>{summary}</VisuallyHidden>
      <div
        className={styles.stage}
        role="slider"
        tabIndex={0}
        aria-label={`Time in ${title}`}
        aria-describedby={hintId}
        aria-valuemin={range[0]}
        aria-valuemax={range[1]}
        aria-valuenow={cursor ?? range[1]}
        aria-valuetext={describeMoment({
          at: row < 0 ? undefined : aligned.times[row],
          range,
          marks: chartMarks,
          spans,
          values: { series, aligned, row, unit },
          selection,
        })}
        onKeyDown={onKeyDown}
        onBlur={() => setSelection(undefined)}
      >
        <ChartBoundary>
          <Suspense fallback={<Skeleton width="100%" height={height} />}>
            <Plot
              kind={kind}
              series={series}
              aligned={aligned}
              unit={unit}
              range={range}
              height={height}
              spans={spans}
              marks={chartMarks}
              expected={expected}
              bus={bus}
              selection={selection}
              onPoint={onPoint}
              onBrush={onZoom ? setSelection : ignore}
              onBrushed={onZoom ? zoom : ignore}
            />
          </Suspense>
        </ChartBoundary>
      </div>
      <p id={hintId} className={styles.hint}>
        Arrow keys move through time
        {onZoom && ', with Shift they select, Enter zooms in'}.
      </p>
      <p className={styles.muted} data-moment>
        {moment}
      </p>
      <ChartValues
        kind={kind}
        series={series}
        aligned={aligned}
        row={row}
        unit={unit}
        onPick={props.onPick}
        picked={props.picked}
      />
      <ChartTable title={title} series={series} aligned={aligned} unit={unit} />
    </figure>
  );
}

function ChartHead(props: TimeChartProps & { titleId: string }) {
  return (
    <figcaption className={styles.head}>
      <span className={styles.title} id={props.titleId}>
        {props.title}
      </span>
      {props.description && (
        <span className={styles.muted}>{props.description}</span>
      )}
    </figcaption>
  );
}

function ignore() {}
