import { StatusBadge, visibleText, When } from '@internal/page-kit';
import { SeriesAnomaly } from '@internal/plugin-observability-common';
import { sureness } from '../../../lib/sureness';
import styles from './panels.module.css';

/** More are on the chart, and behind a fold. */
const SHOWN = 2;

const KINDS: Record<string, string> = {
  'level-shift': 'Another level',
  'variance-shift': 'Another spread',
  outlier: 'Outlier',
  exhaustion: 'Running out',
  'missing-data': 'No data',
};

/** What is unusual on a panel, in words: what lasts first, then the latest. */
export function AnomalyNotes(props: {
  title: string;
  anomalies: readonly SeriesAnomaly[];
}) {
  const { title, anomalies } = props;
  if (anomalies.length === 0) {
    return null;
  }
  const open = anomalies.filter(({ to }) => to === undefined);
  const sorted = [...anomalies].sort(
    (a, b) =>
      Number(a.to !== undefined) - Number(b.to !== undefined) ||
      b.confidence - a.confidence ||
      Date.parse(b.from) - Date.parse(a.from),
  );
  const count = `${anomalies.length} ${
    anomalies.length === 1 ? 'anomaly' : 'anomalies'
  }`;
  return (
    <div className={styles.notes}>
      <StatusBadge
        label={
          open.length > 0
            ? { word: count, tone: 'warning' }
            : { word: `${count}, over`, tone: 'neutral' }
        }
      />
      <Notes label={`Unusual in ${title}`} anomalies={sorted.slice(0, SHOWN)} />
      {sorted.length > SHOWN && (
        <details className={styles.more}>
          <summary>{sorted.length - SHOWN} more</summary>
          <Notes
            label={`Also unusual in ${title}`}
            anomalies={sorted.slice(SHOWN)}
          />
        </details>
      )}
    </div>
  );
}

function Notes(props: { label: string; anomalies: readonly SeriesAnomaly[] }) {
  const { label, anomalies } = props;
  return (
    <ul className={styles.list} aria-label={label}>
      {anomalies.map(anomaly => {
        const { series, kind, from, to, confidence, explanation } = anomaly;
        return (
          <li key={`${series} ${kind} ${from}`}>
            {visibleText(explanation)}{' '}
            <span className={styles.note}>
              {KINDS[kind] ?? visibleText(kind)},{' '}
              {to === undefined ? (
                <>
                  since <When iso={from} />
                </>
              ) : (
                <>
                  <When iso={from} only="exact" /> to{' '}
                  <When iso={to} only="exact" />
                </>
              )}
              . {sureness(confidence)}.
            </span>
          </li>
        );
      })}
    </ul>
  );
}
