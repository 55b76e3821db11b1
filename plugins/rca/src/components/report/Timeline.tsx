import { TimelineEntry } from '@internal/plugin-rca-common';
import {
  Section,
  StatusBadge,
  When,
  readerZone,
  toUnix,
  visibleText,
} from '@internal/page-kit';
import { linearScale } from '../../lib/scale';
import { objectName, timelineLabels } from '../../lib/words';
import { EvidenceFold } from './EvidenceFold';
import { useReportContext } from './ReportContext';
import { TimeAxis, TimeMarks } from './TimeAxis';
import { useWidth } from './useWidth';
import chartStyles from './chart.module.css';
import styles from './report.module.css';

/** Onset, changes and events on one axis, and the same as a list. */
export function Timeline(props: { entries: TimelineEntry[] }) {
  const entries = [...props.entries].sort(
    (a, b) => toUnix(a.at) - toUnix(b.at),
  );
  if (entries.length === 0) {
    return null;
  }
  return (
    <Section
      title="Timeline"
      aside={<span className={styles.meta}>{readerZone()}</span>}
    >
      <TimelineStrip entries={entries} />
      <ol className={styles.timeline}>
        {entries.map((entry, index) => (
          <li key={index}>
            <When iso={entry.at} only="exact" />
            <div>
              <p>
                <StatusBadge label={timelineLabels[entry.kind]} />{' '}
                {visibleText(entry.title)}
              </p>
              {entry.object && (
                <p className={styles.meta}>
                  {visibleText(objectName(entry.object))}
                </p>
              )}
              <EvidenceFold ids={entry.evidence} />
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

const TOP = 34;
const BOTTOM = 62;
const HEIGHT = 82;
const EDGE = 22;
const RADIUS = 4;

/** The list below says the same, so that the drawing is hidden from screen readers. */
function TimelineStrip(props: { entries: TimelineEntry[] }) {
  const { domain, marks } = useReportContext();
  const [ref, width] = useWidth<HTMLDivElement>();
  const x = linearScale(domain, [EDGE, width - EDGE]);
  return (
    <div ref={ref} className={chartStyles.chart} aria-hidden>
      <svg width={width} height={HEIGHT}>
        <TimeAxis domain={domain} x={x} top={TOP} bottom={BOTTOM} />
        <line
          className={chartStyles.grid}
          x1={EDGE}
          x2={width - EDGE}
          y1={BOTTOM}
          y2={BOTTOM}
        />
        <TimeMarks
          marks={marks}
          domain={domain}
          x={x}
          top={TOP}
          bottom={BOTTOM}
        />
        {props.entries.map((entry, index) => (
          <circle
            key={index}
            className={chartStyles.entry}
            data-kind={entry.kind}
            cx={x(toUnix(entry.at))}
            cy={(TOP + BOTTOM) / 2}
            r={RADIUS}
          >
            <title>{visibleText(entry.title)}</title>
          </circle>
        ))}
      </svg>
    </div>
  );
}
