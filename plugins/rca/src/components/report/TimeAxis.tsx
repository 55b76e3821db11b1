import { timeTicks } from '../../lib/scale';
import { TimeMark } from './ReportContext';
import styles from './chart.module.css';

const PIXELS_PER_TICK = 70;

/** Tick lines and times of a chart. */
export function TimeAxis(props: {
  domain: readonly [number, number];
  x: (at: number) => number;
  top: number;
  bottom: number;
}) {
  const { domain, x, top, bottom } = props;
  const width = x(domain[1]) - x(domain[0]);
  const ticks = timeTicks(domain, Math.max(2, width / PIXELS_PER_TICK));
  return (
    <g>
      {ticks.map(({ at, label }) => (
        <g key={at}>
          <line
            className={styles.grid}
            x1={x(at)}
            x2={x(at)}
            y1={top}
            y2={bottom}
          />
          <text
            className={styles.tick}
            x={x(at)}
            y={bottom + 14}
            textAnchor="middle"
          >
            {label}
          </text>
        </g>
      ))}
    </g>
  );
}

const LABEL_GAP_PX = 52;

/** Onset and changes as lines over the whole height, each with its word. */
export function TimeMarks(props: {
  marks: readonly TimeMark[];
  domain: readonly [number, number];
  x: (at: number) => number;
  top: number;
  bottom: number;
}) {
  const { marks, domain, x, top, bottom } = props;
  const visible = marks
    .filter(({ at }) => at >= domain[0] && at <= domain[1])
    .sort((a, b) => a.at - b.at);
  const right = x(domain[1]);
  let lastLabel = -Infinity;
  return (
    <g>
      {visible.map((mark, index) => {
        const position = x(mark.at);
        // The onset is always named; of changes that stand close together only the first.
        const named =
          mark.kind === 'onset' || position - lastLabel > LABEL_GAP_PX;
        if (named && mark.kind === 'change') {
          lastLabel = position;
        }
        const nearRight = right - position < LABEL_GAP_PX;
        return (
          <g key={index} data-kind={mark.kind} className={styles.mark}>
            <title>{mark.title}</title>
            <line x1={position} x2={position} y1={top - 4} y2={bottom} />
            {named && (
              <text
                x={position + (nearRight ? -4 : 4)}
                y={mark.kind === 'onset' ? top - 16 : top - 4}
                textAnchor={nearRight ? 'end' : 'start'}
              >
                {mark.kind}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}
