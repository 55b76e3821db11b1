import { Evidence } from '@internal/plugin-rca-common';
import {
  compareToBaseline,
  CopyButton,
  formatQuantity,
  formatSeconds,
  visibleText,
  When,
} from '@internal/page-kit';
import { objectName, sourceName } from '../../lib/words';
import { SeriesChart } from './SeriesChart';
import styles from './report.module.css';

/** One thing that was observed: what, where, when, how much, and how to see it again. */
export function EvidenceItem(props: { evidence: Evidence }) {
  const { evidence } = props;
  const { measurement, series, excerpt, query, object, at } = evidence;
  return (
    <li className={styles.evidence}>
      <p className={styles.evidenceTitle}>
        <span className={styles.source}>{sourceName(evidence.source)}</span>{' '}
        {visibleText(evidence.title)}
      </p>
      <p className={styles.meta}>
        {object && <span>{visibleText(objectName(object))}</span>}
        {at && <When iso={at} />}
        <span>{evidence.id}</span>
      </p>
      {measurement && <Measurement measurement={measurement} />}
      {series && series.length > 0 && (
        <SeriesChart
          title={evidence.title}
          series={series}
          unit={measurement?.unit ?? ''}
          baseline={measurement?.baseline}
        />
      )}
      {excerpt && (
        <pre
          className={styles.excerpt}
          // Focusable, so that a long excerpt can be scrolled by keyboard.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          role="region"
          aria-label={`Excerpt of ${evidence.id}`}
        >
          {visibleText(excerpt)}
        </pre>
      )}
      {query && (
        <div className={styles.query}>
          <code>{visibleText(query)}</code>
          <CopyButton text={query} what={`query of ${evidence.id}`} />
        </div>
      )}
    </li>
  );
}

function Measurement(props: {
  measurement: NonNullable<Evidence['measurement']>;
}) {
  const { value, unit, windowSeconds, baseline } = props.measurement;
  return (
    <p className={styles.measurement}>
      <strong>{formatQuantity(value, unit)}</strong> over{' '}
      {formatSeconds(windowSeconds)}
      {baseline !== undefined && (
        <>
          , baseline {formatQuantity(baseline, unit)} (
          {compareToBaseline(value, baseline)})
        </>
      )}
    </p>
  );
}
