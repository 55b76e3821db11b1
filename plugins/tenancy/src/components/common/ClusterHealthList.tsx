import { Notice, StatusBadge } from '@internal/page-kit';
import { ClusterOverview } from '@internal/plugin-tenancy-common';
import { healthLabels, healthSentence } from '../../lib/words';
import styles from './common.module.css';

/** How fresh the portal's view of each cluster is; what is not fresh is said loudly. */
export function ClusterHealthList(props: {
  clusters: readonly ClusterOverview[];
}) {
  const { clusters } = props;
  const fresh = clusters.filter(({ health }) => health.state === 'fresh');
  const others = clusters.filter(({ health }) => health.state !== 'fresh');
  return (
    <>
      {others.map(({ name, title, health }) => (
        <Notice
          key={name}
          status={health.state === 'stale' ? 'warning' : 'danger'}
          title={`Cluster ${title}: ${healthLabels[
            health.state
          ].word.toLowerCase()}`}
          description={healthSentence(health)}
        />
      ))}
      {fresh.length > 0 && (
        <ul className={styles.health} aria-label="Clusters">
          {fresh.map(({ name, title, health }) => (
            <li key={name}>
              <strong>{title}</strong>
              <StatusBadge label={healthLabels[health.state]} />
              <span className={styles.muted}>{healthSentence(health)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
