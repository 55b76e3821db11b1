import { Container } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  EmptyPanel,
  Pager,
  Section,
  SkeletonRows,
  usePages,
} from '@internal/page-kit';
import { useState } from 'react';
import { observabilityApiRef } from '../../api';
import { ObservabilityErrorPanel } from '../common/ObservabilityErrorPanel';
import { AnomalyCard } from './AnomalyCard';
import { AnomalyFilters } from './AnomalyFilters';
import { MuteList } from './MuteList';
import { Summary } from './Summary';
import { ScanHealth } from './ScanHealth';
import { AnomalyFilter, useAnomalyFilter } from './useAnomalyFilter';
import palette from '../charts/palette.module.css';
import styles from './anomalies.module.css';

/** The scan itself comes round every few minutes. */
const REPEAT_MS = 60_000;

const titles = {
  open: 'Unusual now in your namespaces',
  ended: 'What was unusual in your namespaces',
  all: 'What is and was unusual in your namespaces',
};

/** `/anomalies`: what is unusual in the namespaces of the reader, since when, and how sure that is. */
export function AnomaliesPage() {
  const api = useApi(observabilityApiRef);
  const filter = useAnomalyFilter();
  const [turn, setTurn] = useState(0);
  const pages = usePages({
    filter: JSON.stringify(filter.query),
    load: (cursor, signal) =>
      api.listAnomalies({ ...filter.query, cursor }, { signal }),
    repeatMs: () => REPEAT_MS,
  });
  const { value, error, reload } = pages;
  return (
    <Container pt="4" pb="8">
      <div className={`${palette.palette} ${styles.page}`}>
        <AnomalyFilters filter={filter} scans={value?.scans ?? []} />
        {error && (
          <ObservabilityErrorPanel
            error={error}
            what={
              value
                ? 'The list may be out of date'
                : 'The anomalies could not be loaded'
            }
            onRetry={reload}
          />
        )}
        {!value && !error && (
          <SkeletonRows label="Loading anomalies" rows={4} />
        )}
        {value && (
          <Section title={titles[filter.state]}>
            {value.items.length === 0 && <Nothing filter={filter} />}
            <Summary anomalies={value.items} more={Boolean(value.nextCursor)} />
            {value.items.map(anomaly => (
              <AnomalyCard
                key={anomaly.id}
                anomaly={anomaly}
                onMuted={() => {
                  reload();
                  setTurn(before => before + 1);
                }}
              />
            ))}
            <Pager pages={pages} label="Pages of anomalies" />
          </Section>
        )}
        {value && <ScanHealth scans={value.scans} />}
        {value && <MuteList turn={turn} onEnded={reload} />}
      </div>
    </Container>
  );
}

function Nothing(props: { filter: AnomalyFilter }) {
  return props.filter.filtered ? (
    <EmptyPanel title="Nothing matches">
      Clear the filter to see what is unusual now.
    </EmptyPanel>
  ) : (
    <EmptyPanel title="Nothing unusual">
      What differs from its usual course in the logs and metrics of your
      namespaces appears here by itself.
    </EmptyPanel>
  );
}
