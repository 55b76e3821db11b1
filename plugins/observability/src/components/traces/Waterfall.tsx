import { formatSeconds, visibleText } from '@internal/page-kit';
import { Trace } from '@internal/plugin-observability-common';
import { RiArrowDownSLine, RiArrowRightSLine } from '@remixicon/react';
import { CSSProperties, useMemo, useState } from 'react';
import { SpanDetail } from './SpanDetail';
import { toWaterfall, WaterfallRow } from './waterfall';
import styles from './traces.module.css';

const MS_PER_SECOND = 1_000;
const TICKS = [0, 0.25, 0.5, 0.75, 1];
/** Deeper ones are drawn at this depth, so that names stay readable. */
const MAX_INDENT = 12;

/** Spans below the spans that called them, each with its bar on one time axis; a row opens to its attributes. */
export function Waterfall(props: { trace: Trace; traceIdField?: string }) {
  const { trace, traceIdField } = props;
  const rows = useMemo(() => toWaterfall(trace), [trace]);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<string>();
  const toggle = (id: string) =>
    setFolded(before => {
      const after = new Set(before);
      if (!after.delete(id)) {
        after.add(id);
      }
      return after;
    });
  const shown = rows.filter(row => !row.ancestors.some(id => folded.has(id)));
  return (
    <div className={styles.waterfall}>
      <div className={styles.axis} aria-hidden>
        {TICKS.map(tick => (
          <span key={tick}>
            {formatSeconds((tick * trace.durationMs) / MS_PER_SECOND)}
          </span>
        ))}
      </div>
      <ul className={styles.rows} aria-label="Spans">
        {shown.map(row => {
          const { spanId } = row.span;
          const isOpen = open === spanId;
          return (
            <li key={spanId}>
              <Row
                row={row}
                isOpen={isOpen}
                isFolded={folded.has(spanId)}
                onFold={() => toggle(spanId)}
                onOpen={() => setOpen(isOpen ? undefined : spanId)}
              />
              {isOpen && (
                <SpanDetail
                  traceId={trace.traceId}
                  traceIdField={traceIdField}
                  span={row.span}
                />
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Row(props: {
  row: WaterfallRow;
  isOpen: boolean;
  isFolded: boolean;
  onFold: () => void;
  onOpen: () => void;
}) {
  const { row, isOpen, isFolded, onFold, onOpen } = props;
  const { span, depth, offset, width, children } = row;
  const name = visibleText(`${span.service} ${span.operation}`);
  const duration = formatSeconds(span.durationMs / MS_PER_SECOND);
  const position = {
    '--depth': Math.min(depth, MAX_INDENT),
    '--offset': offset,
    '--width': width,
  } as CSSProperties;
  return (
    <div
      className={styles.row}
      style={position}
      data-failed={span.failed || undefined}
    >
      <div className={styles.name}>
        {children > 0 ? (
          <button
            type="button"
            className={styles.fold}
            aria-expanded={!isFolded}
            aria-label={`Spans below ${name}`}
            onClick={onFold}
          >
            {isFolded ? <RiArrowRightSLine /> : <RiArrowDownSLine />}
          </button>
        ) : (
          <span className={styles.fold} />
        )}
        <button
          type="button"
          className={styles.open}
          aria-expanded={isOpen}
          onClick={onOpen}
        >
          <strong>{visibleText(span.service)}</strong>{' '}
          {visibleText(span.operation)}
          {span.failed && (
            <>
              {' '}
              <span className={styles.failed}>failed</span>
            </>
          )}
        </button>
      </div>
      <div className={styles.track}>
        <span aria-hidden className={styles.bar} data-kind={span.kind} />
      </div>
      <span className={styles.time}>{duration}</span>
    </div>
  );
}
