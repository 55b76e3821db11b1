import { LogLine } from '@internal/plugin-observability-common';
import { KeyboardEvent, useRef, useState } from 'react';
import { LogChip } from '../../../lib/logChips';
import { LineRow } from './LineRow';
import styles from './lines.module.css';

/**
 * Lines that open to their fields.
 *
 * @remarks
 * A list of hundreds has one stop for the Tab key; arrow keys go from line to
 * line, Enter opens one.
 */
export function LineList(props: {
  label: string;
  lines: readonly LogLine[];
  onFilter?: (chips: LogChip[]) => void;
}) {
  const { label, lines, onFilter } = props;
  const list = useRef<HTMLOListElement>(null);
  const [active, setActive] = useState(0);
  const keys = lineKeys(lines);
  const stop = Math.min(active, lines.length - 1);

  const onKeyDown = (event: KeyboardEvent) => {
    const target: Record<string, number> = {
      ArrowDown: stop + 1,
      ArrowUp: stop - 1,
      Home: 0,
      End: lines.length - 1,
    };
    const row = target[event.key];
    // Inside of an opened line the arrows belong to what is there.
    const onRow = (event.target as HTMLElement).dataset.row !== undefined;
    if (row === undefined || !onRow || row < 0 || row >= lines.length) {
      return;
    }
    event.preventDefault();
    setActive(row);
    list.current
      ?.querySelector<HTMLButtonElement>(`[data-row="${row}"]`)
      ?.focus();
  };
  return (
    // The keys are those of the buttons in it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ol
      ref={list}
      className={styles.list}
      aria-label={label}
      onKeyDown={onKeyDown}
    >
      {lines.map((line, row) => (
        <LineRow
          key={keys[row]}
          line={line}
          row={row}
          tabbable={row === stop}
          onFocus={() => setActive(row)}
          onFilter={onFilter}
        />
      ))}
    </ol>
  );
}

/** By time, as lines come and go at both ends; those of the same instant by their order. */
function lineKeys(lines: readonly LogLine[]): string[] {
  const seen = new Map<string, number>();
  return lines.map(({ time }) => {
    const place = seen.get(time) ?? 0;
    seen.set(time, place + 1);
    return `${time} ${place}`;
  });
}
