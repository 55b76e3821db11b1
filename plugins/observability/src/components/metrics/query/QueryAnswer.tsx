import { useApi } from '@backstage/frontend-plugin-api';
import {
  DataColumn,
  DataTable,
  EmptyPanel,
  formatQuantity,
  Notice,
  Section,
  SkeletonRows,
  useLoad,
  visibleText,
  When,
} from '@internal/page-kit';
import { ChartSeries, TargetRef } from '@internal/plugin-observability-common';
import { useEffect, useMemo } from 'react';
import { observabilityApiRef } from '../../../api';
import { TimeWindow } from '../../../hooks/useTimeWindow';
import { TimeChart } from '../../charts';
import { Changes } from '../../common/Changes';
import { ObservabilityErrorPanel } from '../../common/ObservabilityErrorPanel';
import { useChanges } from '../useChanges';
import styles from './query.module.css';

const CHART_HEIGHT_PX = 280;

const columns: DataColumn<ChartSeries>[] = [
  {
    id: 'series',
    title: 'Series',
    rowHeader: true,
    cell: ({ name }) => <code>{visibleText(name)}</code>,
  },
  {
    id: 'last',
    title: 'Last',
    cell: series => formatQuantity(lastOf(series), 'none'),
  },
  {
    id: 'least',
    title: 'Least',
    cell: series => formatQuantity(extreme(series, Math.min), 'none'),
  },
  {
    id: 'most',
    title: 'Most',
    cell: series => formatQuantity(extreme(series, Math.max), 'none'),
  },
  {
    id: 'at',
    title: 'At',
    cell: ({ points }) => (
      <When
        iso={new Date(points[points.length - 1][0] * 1_000).toISOString()}
        only="exact"
      />
    ),
  },
];

/** What the store says to an expression: its course, and the last value of each series. */
export function QueryAnswer(props: {
  target: TargetRef;
  query: string;
  time: TimeWindow;
  /** Told the names of the labels that were found, for completion. */
  onLabels: (labels: readonly string[]) => void;
}) {
  const { target, query, time, onLabels } = props;
  const api = useApi(observabilityApiRef);
  const request = { ...target, query, window: time.window };
  const { value, error, reload } = useLoad({
    key: `${JSON.stringify(request)} ${time.turn}`,
    load: signal => api.queryMetrics(request, { signal }),
  });
  const marks = useChanges(target, time);
  const series = useMemo(
    () => value?.series.filter(({ points }) => points.length > 0) ?? [],
    [value],
  );
  useEffect(() => {
    if (series.length > 0) {
      onLabels(labelsOf(series));
    }
  }, [series, onLabels]);
  return (
    <>
      <Changes marks={marks} />
      {error && (
        <ObservabilityErrorPanel
          error={error}
          what="The query was not answered"
          onRetry={reload}
          target={target}
        />
      )}
      {!value && !error && (
        <SkeletonRows
          label="Running the query"
          rows={1}
          height={CHART_HEIGHT_PX}
        />
      )}
      {value && series.length === 0 && (
        <EmptyPanel title="No series in this time">
          The query is valid and finds nothing in your namespace. Choose a
          longer time, or check names and labels.
        </EmptyPanel>
      )}
      {value && series.length > 0 && (
        <Section
          title="Answer"
          aside={
            <span className={styles.note}>
              {series.length} series, a value every{' '}
              {formatQuantity(value.stepSeconds, 'seconds')}
            </span>
          }
        >
          {value.truncated && (
            <Notice
              status="warning"
              title="There is more than is shown"
              description="Narrow the query, or let it sum up, for example with sum by (pod)."
            />
          )}
          <TimeChart
            title="Course"
            series={series}
            unit="none"
            window={time.window}
            stepSeconds={value.stepSeconds}
            height={CHART_HEIGHT_PX}
            marks={marks.value?.marks}
            onZoom={time.setExact}
          />
          <div className={styles.table}>
            <DataTable
              label="Last values"
              columns={columns}
              items={[...series].sort((a, b) => lastOf(b) - lastOf(a))}
              keyOf={({ labels }) => JSON.stringify(labels)}
            />
          </div>
        </Section>
      )}
    </>
  );
}

function lastOf({ points }: ChartSeries): number {
  return points[points.length - 1][1];
}

function extreme(
  { points }: ChartSeries,
  choose: (a: number, b: number) => number,
): number {
  return points.reduce((so, [, value]) => choose(so, value), points[0][1]);
}

function labelsOf(series: readonly ChartSeries[]): string[] {
  return [
    ...new Set(series.flatMap(({ labels }) => Object.keys(labels))),
  ].filter(label => label !== '__name__');
}
