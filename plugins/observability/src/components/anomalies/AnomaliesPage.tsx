import { Container } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  DataColumn,
  DataTable,
  EmptyPanel,
  Pager,
  Section,
  SkeletonRows,
  StatusBadge,
  usePages,
  visibleText,
  When,
} from '@internal/page-kit';
import { Anomaly } from '@internal/plugin-observability-common';
import { observabilityApiRef } from '../../api';
import { ObservabilityErrorPanel } from '../common/ObservabilityErrorPanel';

const columns: DataColumn<Anomaly>[] = [
  {
    id: 'title',
    title: 'What',
    rowHeader: true,
    cell: anomaly => visibleText(anomaly.title),
  },
  {
    id: 'where',
    title: 'Where',
    cell: anomaly =>
      [anomaly.namespace, anomaly.service].filter(Boolean).join(' / '),
  },
  {
    id: 'state',
    title: 'State',
    cell: anomaly => (
      <StatusBadge
        label={
          anomaly.state === 'open'
            ? { word: 'Unusual now', tone: 'warning' }
            : { word: 'Over', tone: 'neutral' }
        }
      />
    ),
  },
  {
    id: 'since',
    title: 'Since',
    cell: anomaly => <When iso={anomaly.onset} />,
  },
  {
    id: 'why',
    title: 'Why',
    cell: anomaly => visibleText(anomaly.explanation),
  },
];

/** `/anomalies`: what is unusual in the namespaces of the reader, newest first. */
export function AnomaliesPage() {
  const api = useApi(observabilityApiRef);
  const list = usePages({
    filter: 'all',
    load: (cursor, signal) => api.listAnomalies({ cursor }, { signal }),
  });
  const { value, error, reload } = list;
  return (
    <Container pt="4" pb="8">
      <Section title="In your namespaces">
        {error && (
          <ObservabilityErrorPanel
            error={error}
            what="The anomalies could not be loaded"
            onRetry={reload}
          />
        )}
        {!value && !error && <SkeletonRows label="Loading anomalies" />}
        {value?.items.length === 0 && (
          <EmptyPanel title="Nothing unusual">
            What differs from its usual course in the logs and metrics of your
            namespaces appears here by itself.
          </EmptyPanel>
        )}
        {value && value.items.length > 0 && (
          <DataTable
            label="Anomalies"
            columns={columns}
            items={value.items}
            keyOf={anomaly => anomaly.id}
          />
        )}
        <Pager pages={list} label="Pages of anomalies" />
      </Section>
    </Container>
  );
}
