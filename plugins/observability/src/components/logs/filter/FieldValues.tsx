import { ButtonIcon } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { SkeletonRows, useLoad, visibleText } from '@internal/page-kit';
import { LogsRequest } from '@internal/plugin-observability-common';
import { RiFilterLine, RiFilterOffLine } from '@remixicon/react';
import { observabilityApiRef } from '../../../api';
import { LogChip } from '../../../lib/logChips';
import { ObservabilityErrorPanel } from '../../common/ObservabilityErrorPanel';
import styles from './filter.module.css';

/** The values of a field, commonest first, each to choose or to leave out. */
export function FieldValues(props: {
  request: LogsRequest;
  field: string;
  onFilter: (chips: LogChip[]) => void;
}) {
  const { request, field, onFilter } = props;
  const api = useApi(observabilityApiRef);
  const { value, error, reload } = useLoad({
    key: JSON.stringify([request, field]),
    load: signal => api.getLogFields({ ...request, field }, { signal }),
  });
  if (!value) {
    return error ? (
      <ObservabilityErrorPanel
        error={error}
        what="The values could not be read"
        onRetry={reload}
      />
    ) : (
      <SkeletonRows label="Loading values" rows={3} height={28} />
    );
  }
  return (
    <>
      <ul className={styles.values} aria-label={`Values of ${field}`}>
        {value.values.map(({ value: text, hits }) => {
          const name = visibleText(text) || '(empty)';
          return (
            <li key={text}>
              <span className={styles.value}>{name}</span>
              <span className={styles.note}>{hits.toLocaleString('en')}</span>
              <ButtonIcon
                size="small"
                variant="tertiary"
                icon={<RiFilterLine />}
                aria-label={`Only ${name}`}
                onPress={() =>
                  onFilter([{ kind: 'is', name: field, value: text }])
                }
              />
              <ButtonIcon
                size="small"
                variant="tertiary"
                icon={<RiFilterOffLine />}
                aria-label={`Not ${name}`}
                onPress={() =>
                  onFilter([{ kind: 'isnot', name: field, value: text }])
                }
              />
            </li>
          );
        })}
      </ul>
      {value.truncated && (
        <p className={styles.note}>There are more values than are listed.</p>
      )}
    </>
  );
}
