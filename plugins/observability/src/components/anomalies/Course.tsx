import { toUnix } from '@internal/page-kit';
import styles from './anomalies.module.css';

const WIDTH = 240;
const HEIGHT = 40;
const PADDING = 2;

/** The course of the signal with its onset; what it says is said in words beside it. */
export function Course(props: {
  points: ReadonlyArray<readonly [number, number]>;
  onset: string;
}) {
  const { points } = props;
  if (points.length < 2) {
    return null;
  }
  const times = points.map(([time]) => time);
  const values = points.map(([, value]) => value);
  const x = scale(times[0], times[times.length - 1], PADDING, WIDTH - PADDING);
  const y = scale(
    Math.min(...values),
    Math.max(...values),
    HEIGHT - PADDING,
    PADDING,
  );
  const onset = x(toUnix(props.onset));
  return (
    <svg
      className={styles.course}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden
    >
      <rect
        x={Math.min(Math.max(onset, 0), WIDTH)}
        y={0}
        width={Math.max(0, WIDTH - Math.max(onset, 0))}
        height={HEIGHT}
      />
      <polyline
        points={points
          .map(([time, value]) => `${x(time)},${y(value)}`)
          .join(' ')}
      />
    </svg>
  );
}

/** A straight line from one range to another; a range without extent goes to the middle. */
function scale(low: number, high: number, from: number, to: number) {
  return (value: number) =>
    high > low
      ? from + ((value - low) / (high - low)) * (to - from)
      : (from + to) / 2;
}
