import { ButtonIcon, ButtonLink } from '@backstage/ui';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  CopyButton,
  exactTime,
  readerZone,
  visibleText,
} from '@internal/page-kit';
import { LogLine } from '@internal/plugin-observability-common';
import { RiFilterLine, RiFilterOffLine } from '@remixicon/react';
import { LogChip } from '../../../lib/logChips';
import { tracesRouteRef } from '../../../routes';
import styles from './lines.module.css';

/** All that a line has: each field to copy, to filter by, and to leave out. */
export function LineDetail(props: {
  line: LogLine;
  onFilter?: (chips: LogChip[]) => void;
}) {
  const { line, onFilter } = props;
  const fields = Object.entries(line.fields).sort(([a], [b]) =>
    a.localeCompare(b),
  );
  return (
    <div className={styles.detail}>
      <pre className={styles.whole}>{visibleText(line.message)}</pre>
      <div className={styles.actions}>
        <span className={styles.note}>
          {exactTime(line.time)} {readerZone()}
        </span>
        <CopyButton text={line.message} what="the message" />
        <CopyButton
          text={JSON.stringify(line)}
          what="JSON of the line"
          label="Copy JSON"
        />
        {line.traceId && <TraceLink traceId={line.traceId} />}
      </div>
      {fields.length > 0 && (
        <ul className={styles.fields} aria-label="Fields of the line">
          {fields.map(([name, value]) => (
            <li key={name}>
              <span className={styles.name}>{visibleText(name)}</span>
              <span className={styles.value}>{visibleText(value)}</span>
              {onFilter && (
                <FieldActions name={name} value={value} onFilter={onFilter} />
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function FieldActions(props: {
  name: string;
  value: string;
  onFilter: (chips: LogChip[]) => void;
}) {
  const { name, value, onFilter } = props;
  return (
    <span className={styles.fieldActions}>
      <ButtonIcon
        size="small"
        variant="tertiary"
        icon={<RiFilterLine />}
        aria-label={`Only lines with this ${visibleText(name)}`}
        onPress={() => onFilter([{ kind: 'is', name, value }])}
      />
      <ButtonIcon
        size="small"
        variant="tertiary"
        icon={<RiFilterOffLine />}
        aria-label={`No lines with this ${visibleText(name)}`}
        onPress={() => onFilter([{ kind: 'isnot', name, value }])}
      />
    </span>
  );
}

/** To the trace that wrote the line, on the entity's own Traces tab. */
function TraceLink(props: { traceId: string }) {
  const traces = useRouteRef(tracesRouteRef)?.();
  return traces ? (
    <ButtonLink
      size="small"
      variant="tertiary"
      href={`${traces}?${new URLSearchParams({ trace: props.traceId })}`}
    >
      Open trace
    </ButtonLink>
  ) : null;
}
