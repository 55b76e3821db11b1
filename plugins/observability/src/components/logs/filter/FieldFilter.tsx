import { Button, DialogTrigger, Popover, Select } from '@backstage/ui';
import { RiFilterLine } from '@remixicon/react';
import { useApi } from '@backstage/frontend-plugin-api';
import { SkeletonRows, useLoad, visibleText } from '@internal/page-kit';
import { LogsRequest } from '@internal/plugin-observability-common';
import { useState } from 'react';
import { observabilityApiRef } from '../../../api';
import { LogChip } from '../../../lib/logChips';
import { ObservabilityErrorPanel } from '../../common/ObservabilityErrorPanel';
import { FieldValues } from './FieldValues';
import styles from './filter.module.css';

/** What a reader looks for most: which pod it was. */
const POD_FIELD = /(^|[._])pod(_name)?$/;

/** Filters by a field that the lines have, from the values that it took. */
export function FieldFilter(props: {
  request: LogsRequest;
  onFilter: (chips: LogChip[]) => void;
}) {
  const { request, onFilter } = props;
  const [open, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button size="small" variant="secondary" iconStart={<RiFilterLine />}>
        Field
      </Button>
      <Popover aria-label="Filter by a field">
        {open && <FieldChoice request={request} onFilter={onFilter} />}
      </Popover>
    </DialogTrigger>
  );
}

function FieldChoice(props: {
  request: LogsRequest;
  onFilter: (chips: LogChip[]) => void;
}) {
  const { request, onFilter } = props;
  const api = useApi(observabilityApiRef);
  const { value, error, reload } = useLoad({
    key: JSON.stringify(request),
    load: signal => api.getLogFields(request, { signal }),
  });
  const [chosen, setChosen] = useState<string>();
  const names = value?.values.map(field => field.value) ?? [];
  const field = chosen ?? names.find(name => POD_FIELD.test(name)) ?? names[0];
  return (
    <div className={styles.panel}>
      {error && (
        <ObservabilityErrorPanel
          error={error}
          what="The fields could not be read"
          onRetry={reload}
        />
      )}
      {!value && !error && (
        <SkeletonRows label="Loading fields" rows={3} height={28} />
      )}
      {value && names.length === 0 && (
        <p className={styles.note}>The lines of this window have no fields.</p>
      )}
      {field && (
        <>
          <Select
            label="Field"
            size="small"
            search={{ placeholder: 'Find a field' }}
            options={names.map(name => ({
              id: name,
              label: visibleText(name),
            }))}
            value={field}
            onChange={key => key && setChosen(String(key))}
          />
          <FieldValues request={request} field={field} onFilter={onFilter} />
        </>
      )}
    </div>
  );
}
