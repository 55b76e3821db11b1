import { Button, Select, Switch } from '@backstage/ui';
import { NamespaceScan } from '@internal/plugin-observability-common';
import { AnomalyFilter } from './useAnomalyFilter';
import styles from '../common/common.module.css';

const ANY = 'any';
const states = [
  { id: 'open', label: 'Unusual now' },
  { id: 'ended', label: 'Over' },
  { id: 'all', label: 'Now and over' },
];
const signals = [
  { id: ANY, label: 'Logs and metrics' },
  { id: 'log', label: 'Logs' },
  { id: 'metric', label: 'Metrics' },
];

/** Choices above the list. */
export function AnomalyFilters(props: {
  filter: AnomalyFilter;
  scans: readonly NamespaceScan[];
}) {
  const { filter, scans } = props;
  const { query, state, set } = filter;
  const places = scans.map(({ cluster, namespace }) => ({
    id: `${cluster}/${namespace}`,
    label: `${namespace} (${cluster})`,
  }));
  return (
    <div className={styles.toolbar} role="search" aria-label="Find anomalies">
      <Select
        className={styles.choice}
        aria-label="When"
        size="small"
        options={states}
        value={state}
        onChange={key => set('state', key === 'open' ? undefined : String(key))}
      />
      <Select
        className={styles.choice}
        aria-label="Where"
        size="small"
        options={[{ id: ANY, label: 'All your namespaces' }, ...places]}
        value={query.namespace ? `${query.cluster}/${query.namespace}` : ANY}
        onChange={key => set('place', key === ANY ? undefined : String(key))}
      />
      <Select
        className={styles.choice}
        aria-label="Signal"
        size="small"
        options={signals}
        value={query.signal ?? ANY}
        onChange={key => set('signal', key === ANY ? undefined : String(key))}
      />
      <Switch
        label="Show muted"
        isSelected={query.muted ?? false}
        onChange={shown => set('muted', shown ? 'shown' : undefined)}
      />
      {filter.filtered && (
        <Button size="small" variant="tertiary" onPress={filter.clear}>
          Clear filter
        </Button>
      )}
    </div>
  );
}
