import { visibleText, When } from '@internal/page-kit';
import { Anomaly } from '@internal/plugin-observability-common';
import styles from './anomalies.module.css';

/** More names make a sentence that nobody reads. */
const MAX_NAMES = 4;

/** Whom it concerns most and when it began, before anybody reads the list. */
export function Summary(props: {
  anomalies: readonly Anomaly[];
  /** There are other pages. */
  more: boolean;
}) {
  const { anomalies, more } = props;
  // One is a sentence already.
  if (anomalies.length < 2) {
    return null;
  }
  const counts = new Map<string, number>();
  for (const { service, namespace } of anomalies) {
    const name = service ?? namespace;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const names = [...counts].sort(([, a], [, b]) => b - a);
  const first = anomalies.map(({ onset }) => onset).sort()[0];
  const rest = names.length - MAX_NAMES;
  return (
    <p className={styles.summary}>
      <strong>
        {anomalies.length}
        {more && ' on this page'}
      </strong>
      :{' '}
      {names
        .slice(0, MAX_NAMES)
        .map(([name, count]) => visibleText(`${name} (${count})`))
        .join(', ')}
      {rest > 0 && ` and ${rest} more`}. The first began <When iso={first} />.
    </p>
  );
}
