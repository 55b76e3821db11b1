import { Button } from '@backstage/ui';
import {
  DataColumn,
  DataTable,
  formatSeconds,
  visibleText,
} from '@internal/page-kit';
import { OperationSummary } from '@internal/plugin-observability-common';
import { TraceState } from './useTraceState';
import styles from './traces.module.css';

const MS_PER_SECOND = 1_000;

/** What the found traces say of each operation, worst first; one of them narrows the search. */
export function OperationList(props: {
  operations: readonly OperationSummary[];
  state: TraceState;
}) {
  const { operations, state } = props;
  const columns: DataColumn<OperationSummary>[] = [
    {
      id: 'operation',
      title: 'Operation',
      rowHeader: true,
      cell: ({ operation }) => (
        <Button
          size="small"
          variant="tertiary"
          className={styles.pick}
          aria-label={`Only ${visibleText(operation)}`}
          isDisabled={state.operation === operation}
          onPress={() => state.set('operation', operation)}
        >
          {visibleText(operation)}
        </Button>
      ),
    },
    { id: 'traces', title: 'Traces', cell: ({ traces }) => traces },
    {
      id: 'failed',
      title: 'Failed',
      cell: ({ failed, traces }) =>
        failed === 0 ? '0' : `${failed} of ${traces}`,
    },
    {
      id: 'p50',
      title: 'p50',
      cell: ({ p50Ms }) => formatSeconds(p50Ms / MS_PER_SECOND),
    },
    {
      id: 'p99',
      title: 'p99',
      cell: ({ p99Ms }) => formatSeconds(p99Ms / MS_PER_SECOND),
    },
  ];
  const worstFirst = [...operations].sort(
    (a, b) => b.failed - a.failed || b.p99Ms - a.p99Ms,
  );
  return (
    <DataTable
      label="Operations"
      columns={columns}
      items={worstFirst}
      keyOf={({ operation }) => operation}
    />
  );
}
