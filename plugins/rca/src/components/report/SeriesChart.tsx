import { Evidence } from '@internal/plugin-rca-common';
import { formatQuantity, isBinary, visibleText } from '@internal/page-kit';
import { linearScale, niceCeiling } from '../../lib/scale';
import { useReportContext } from './ReportContext';
import { seriesLabels } from './seriesLabels';
import { TimeAxis, TimeMarks } from './TimeAxis';
import { useWidth } from './useWidth';
import styles from './chart.module.css';

const HEIGHT = 190;
const TOP = 34;
const BOTTOM = HEIGHT - 22;
const LEFT = 62;
/** Lines with a colour and a name of their own; the rest is drawn grey behind them. */
const NAMED_SERIES = 4;
const WIDE_PX = 480;

type Series = NonNullable<Evidence['series']>;

/** Curves of one piece of evidence over the time axis of the report. */
export function SeriesChart(props: {
  title: string;
  series: Series;
  unit: string;
  baseline?: number;
}) {
  const { title, series, unit, baseline } = props;
  const { domain, marks } = useReportContext();
  const [ref, width] = useWidth<HTMLDivElement>();

  const wide = width >= WIDE_PX;
  const right = Math.max(LEFT + 80, width - (wide ? 130 : 8));
  const values = series.flatMap(({ points }) => points.map(([, v]) => v));
  const top = niceCeiling(Math.max(...values, baseline ?? 0), isBinary(unit));
  const x = linearScale(domain, [LEFT, right]);
  const y = linearScale([0, top], [BOTTOM, TOP]);
  const onset = marks.find(({ kind }) => kind === 'onset');
  const named = series.slice(0, NAMED_SERIES);
  const labels = seriesLabels(named, y, [TOP, BOTTOM]);

  return (
    <div ref={ref} className={styles.chart}>
      <svg
        role="img"
        aria-label={describe(title, series, unit)}
        width={width}
        height={HEIGHT}
      >
        {onset && onset.at >= domain[0] && (
          <rect
            className={styles.anomaly}
            x={x(onset.at)}
            width={Math.max(0, right - x(onset.at))}
            y={TOP}
            height={BOTTOM - TOP}
          />
        )}
        {[0, top / 2, top].map(value => (
          <g key={value}>
            <line
              className={styles.grid}
              x1={LEFT}
              x2={right}
              y1={y(value)}
              y2={y(value)}
            />
            <text
              className={styles.tick}
              x={LEFT - 6}
              y={y(value) + 4}
              textAnchor="end"
            >
              {formatQuantity(value, unit)}
            </text>
          </g>
        ))}
        <TimeAxis domain={domain} x={x} top={TOP} bottom={BOTTOM} />
        {baseline !== undefined && (
          <g className={styles.baseline}>
            <line x1={LEFT} x2={right} y1={y(baseline)} y2={y(baseline)} />
            <text x={LEFT + 4} y={y(baseline) - 4}>
              baseline
            </text>
          </g>
        )}
        {series.map((line, index) => (
          <path
            key={line.name}
            className={styles.line}
            data-series={index < NAMED_SERIES ? index : 'rest'}
            d={path(line.points, x, y)}
          />
        ))}
        <TimeMarks
          marks={marks}
          domain={domain}
          x={x}
          top={TOP}
          bottom={BOTTOM}
        />
        {wide &&
          labels.map(({ name, labelY }, index) => (
            <text
              key={name}
              className={styles.label}
              data-series={index}
              x={right + 6}
              y={labelY}
            >
              {shorten(visibleText(name))}
              <title>{visibleText(name)}</title>
            </text>
          ))}
      </svg>
      {!wide && (
        <ul className={styles.names}>
          {named.map(({ name }, index) => (
            <li key={name} data-series={index} className={styles.label}>
              <span>{visibleText(name)}</span>
            </li>
          ))}
        </ul>
      )}
      {series.length > NAMED_SERIES && (
        <p className={styles.note}>
          {series.length - NAMED_SERIES} more in grey
        </p>
      )}
    </div>
  );
}

const MAX_NAME = 18;

function shorten(name: string): string {
  // The end of a pod's name tells it from its siblings.
  return name.length > MAX_NAME ? `…${name.slice(1 - MAX_NAME)}` : name;
}

function path(
  points: Array<[number, number]>,
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  return points
    .map(([at, value], i) => {
      const command = i === 0 ? 'M' : 'L';
      return `${command}${x(at).toFixed(1)},${y(value).toFixed(1)}`;
    })
    .join('');
}

/** The curve for those who cannot see it. */
function describe(title: string, series: Series, unit: string): string {
  const parts = series.slice(0, NAMED_SERIES).map(({ name, points }) => {
    if (points.length === 0) {
      return `${name}: no data`;
    }
    const values = points.map(([, value]) => value);
    const first = formatQuantity(values[0], unit);
    const last = formatQuantity(values[values.length - 1], unit);
    const peak = formatQuantity(Math.max(...values), unit);
    return `${name}: from ${first} to ${last}, highest ${peak}`;
  });
  return visibleText(`Chart of ${title}. ${parts.join('; ')}.`);
}
