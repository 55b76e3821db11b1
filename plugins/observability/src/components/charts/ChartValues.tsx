import { formatQuantity, visibleText } from '@internal/page-kit';
import { AlignedSeries } from './alignSeries';
import { valueText } from './describeChart';
import { colourVariable } from './palette';
import { PlotKind, PlotSeries } from './types';
import styles from './charts.module.css';

/** What is beyond is in the table. */
const SHOWN = 12;

/** Name, colour and value of each series: at the cursor, else its total or its last one. */
export function ChartValues(props: {
  kind: PlotKind;
  series: readonly PlotSeries[];
  aligned: AlignedSeries;
  /** Of the cursor; -1 for none. */
  row: number;
  unit: string;
  onPick?: (name: string) => void;
  picked?: readonly string[];
}) {
  const { kind, series, aligned, row, unit, onPick, picked } = props;
  const value = (index: number) => {
    if (row >= 0) {
      return valueText(aligned.values[index][row], unit);
    }
    const { points } = series[index];
    return kind === 'bars'
      ? formatQuantity(
          points.reduce((sum, [, count]) => sum + count, 0),
          unit,
        )
      : valueText(points[points.length - 1]?.[1], unit);
  };
  return (
    <ul className={styles.values}>
      {series.slice(0, SHOWN).map(({ name, colour }, index) => {
        const content = (
          <>
            <span
              className={styles.swatch}
              data-kind={kind}
              style={{ background: `var(${colourVariable(colour, index)})` }}
            />
            <span>{visibleText(name)}</span>{' '}
            <span className={styles.value}>{value(index)}</span>
          </>
        );
        return (
          <li key={`${index} ${name}`}>
            {onPick ? (
              <button
                type="button"
                className={styles.pick}
                aria-pressed={picked?.includes(name) ?? false}
                onClick={() => onPick(name)}
              >
                {content}
              </button>
            ) : (
              content
            )}
          </li>
        );
      })}
      {series.length > SHOWN && <li>and {series.length - SHOWN} more</li>}
    </ul>
  );
}
