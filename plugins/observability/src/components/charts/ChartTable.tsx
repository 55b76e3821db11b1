import { DataColumn, DataTable, visibleText } from '@internal/page-kit';
import { useState } from 'react';
import { AlignedSeries } from './alignSeries';
import { valueText } from './describeChart';
import { momentText } from './timeLabels';
import { PlotSeries } from './types';
import styles from './charts.module.css';

/** A page with more cells gets slow, and nobody reads them. */
const MAX_ROWS = 120;
const MAX_COLUMNS = 20;

/** The values of a chart for those who cannot see it, or want to read them; made when opened. */
export function ChartTable(props: {
  title: string;
  series: readonly PlotSeries[];
  aligned: AlignedSeries;
  unit: string;
}) {
  const { title, series, aligned, unit } = props;
  const [open, setOpen] = useState(false);
  return (
    <details
      className={styles.details}
      onToggle={event => setOpen(event.currentTarget.open)}
    >
      <summary>Values as a table</summary>
      {open && (
        <div
          className={styles.table}
          // Keyboards can only scroll what holds the focus.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          role="region"
          aria-label={`Values of ${title}`}
        >
          <Rows title={title} series={series} aligned={aligned} unit={unit} />
        </div>
      )}
    </details>
  );
}

function Rows(props: {
  title: string;
  series: readonly PlotSeries[];
  aligned: AlignedSeries;
  unit: string;
}) {
  const { title, series, aligned, unit } = props;
  const every = Math.ceil(aligned.times.length / MAX_ROWS);
  const rows = Array.from(aligned.times.keys())
    .filter(row => row % every === 0)
    .reverse();
  const columns: DataColumn<number>[] = [
    {
      id: 'time',
      title: 'Time',
      rowHeader: true,
      cell: row => momentText(aligned.times[row]),
    },
    ...series.slice(0, MAX_COLUMNS).map(({ name }, index) => ({
      id: `${index}`,
      title: visibleText(name),
      cell: (row: number) => valueText(aligned.values[index][row], unit),
    })),
  ];
  return (
    <>
      {(every > 1 || series.length > MAX_COLUMNS) && (
        <p className={styles.muted}>
          {every > 1 && `One in ${every} of ${aligned.times.length} times. `}
          {series.length > MAX_COLUMNS &&
            `The first ${MAX_COLUMNS} of ${series.length} series.`}
        </p>
      )}
      <DataTable
        label={`Values of ${title}, newest first`}
        columns={columns}
        items={rows}
        keyOf={String}
      />
    </>
  );
}
