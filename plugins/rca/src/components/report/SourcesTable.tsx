import { SourceOutcome } from '@internal/plugin-rca-common';
import {
  formatSeconds,
  Section,
  StatusBadge,
  visibleText,
} from '@internal/page-kit';
import { sourceLabels, sourceName } from '../../lib/words';
import styles from './report.module.css';

/** Where the report looked and how long each place took. */
export function SourcesTable(props: {
  sources: SourceOutcome[];
  durationMs: number;
}) {
  const { sources, durationMs } = props;
  return (
    <Section
      title="Sources"
      aside={
        <span className={styles.meta}>
          {formatSeconds(durationMs / 1_000)} in all
        </span>
      }
    >
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">Outcome</th>
            <th scope="col" className={styles.number}>
              Evidence
            </th>
            <th scope="col" className={styles.number}>
              Time
            </th>
          </tr>
        </thead>
        <tbody>
          {sources.map(source => (
            <tr key={source.source}>
              <th scope="row">{sourceName(source.source)}</th>
              <td>
                <StatusBadge label={sourceLabels[source.status]} />
                <p className={styles.meta}>{visibleText(source.summary)}</p>
              </td>
              <td className={styles.number}>{source.evidenceCount}</td>
              <td className={styles.number}>
                {formatSeconds(source.durationMs / 1_000)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
