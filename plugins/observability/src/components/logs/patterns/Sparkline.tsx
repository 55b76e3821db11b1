import styles from './patterns.module.css';

const WIDTH = 96;
const HEIGHT = 22;
const GAP = 1;

/** Counts over the window as small bars; what they say is said beside them. */
export function Sparkline(props: { counts: readonly number[] }) {
  const { counts } = props;
  const top = Math.max(1, ...counts);
  const step = WIDTH / counts.length;
  return (
    <svg
      className={styles.spark}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden
    >
      {counts.map((count, index) => {
        // One line among thousands is still seen.
        const height = count > 0 ? Math.max(1.5, (count / top) * HEIGHT) : 0;
        return (
          <rect
            key={index}
            x={index * step}
            y={HEIGHT - height}
            width={step - GAP}
            height={height}
          />
        );
      })}
    </svg>
  );
}
