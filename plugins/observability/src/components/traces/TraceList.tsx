import { Button, Link } from '@backstage/ui';
import {
  DataColumn,
  DataTable,
  formatSeconds,
  StatusBadge,
  visibleText,
  When,
} from '@internal/page-kit';
import { TraceSummary } from '@internal/plugin-observability-common';
import { useState } from 'react';
import { useLocation } from 'react-router-dom';
import styles from './traces.module.css';

const MS_PER_SECOND = 1_000;
/** The others are faster. */
const SHOWN = 20;

/** One row a trace; a bar compares durations at a glance. */
export function TraceList(props: { traces: readonly TraceSummary[] }) {
  const { traces } = props;
  const [all, setAll] = useState(false);
  const { pathname, search } = useLocation();
  const longest = Math.max(...traces.map(({ durationMs }) => durationMs));
  const linkTo = (traceId: string) => {
    const after = new URLSearchParams(search);
    after.set('trace', traceId);
    return `${pathname}?${after}`;
  };
  const columns: DataColumn<TraceSummary>[] = [
    {
      id: 'operation',
      title: 'Began with',
      rowHeader: true,
      cell: trace => (
        <Link href={linkTo(trace.traceId)}>
          {visibleText(`${trace.service} ${trace.operation}`)}
        </Link>
      ),
    },
    {
      id: 'duration',
      title: 'Duration',
      cell: trace => (
        <span className={styles.duration}>
          {formatSeconds(trace.durationMs / MS_PER_SECOND)}
          <span
            aria-hidden
            className={styles.durationBar}
            style={{ inlineSize: `${(100 * trace.durationMs) / longest}%` }}
          />
        </span>
      ),
    },
    {
      id: 'state',
      title: 'State',
      cell: trace => (
        <StatusBadge
          label={
            trace.failed
              ? { word: 'Failed', tone: 'danger' }
              : { word: 'Succeeded', tone: 'success' }
          }
        />
      ),
    },
    {
      id: 'services',
      title: 'Services',
      cell: trace => visibleText(trace.services.join(', ')),
    },
    {
      id: 'spans',
      title: 'Spans',
      cell: trace =>
        trace.hiddenSpans > 0
          ? `${trace.spans} and ${trace.hiddenSpans} hidden`
          : trace.spans,
    },
    {
      id: 'start',
      title: 'Start',
      cell: trace => <When iso={trace.start} only="exact" />,
    },
  ];
  return (
    <>
      <DataTable
        label="Slowest traces"
        columns={columns}
        items={all ? [...traces] : traces.slice(0, SHOWN)}
        keyOf={trace => trace.traceId}
      />
      {!all && traces.length > SHOWN && (
        <Button size="small" variant="tertiary" onPress={() => setAll(true)}>
          Show all {String(traces.length)}
        </Button>
      )}
    </>
  );
}
