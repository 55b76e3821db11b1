import { Button, TextField } from '@backstage/ui';
import { LogsRequest } from '@internal/plugin-observability-common';
import { RiSearchLine } from '@remixicon/react';
import { FormEvent, useState } from 'react';
import { LogState } from '../useLogState';
import { FieldFilter } from './FieldFilter';
import { FilterChips } from './FilterChips';
import styles from './filter.module.css';

/** Narrows what is shown: by text, by fields, and the chips of what narrows it. */
export function LogFilterBar(props: { state: LogState; request: LogsRequest }) {
  const { state, request } = props;
  const [text, setText] = useState('');
  const phrase = text.trim();
  const add = (kind: 'phrase' | 'not') => {
    if (phrase) {
      state.addChips([{ kind, value: phrase }]);
      setText('');
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add('phrase');
  };
  return (
    <div className={styles.bar}>
      <form className={styles.search} role="search" onSubmit={submit}>
        <TextField
          aria-label="Text in the message"
          placeholder="Text in the message"
          size="small"
          icon={<RiSearchLine />}
          className={styles.text}
          value={text}
          onChange={setText}
        />
        <Button
          size="small"
          variant="secondary"
          type="submit"
          isDisabled={!phrase}
        >
          Contains
        </Button>
        <Button
          size="small"
          variant="secondary"
          isDisabled={!phrase}
          onPress={() => add('not')}
        >
          Without
        </Button>
        <FieldFilter request={request} onFilter={state.addChips} />
      </form>
      <FilterChips state={state} />
    </div>
  );
}
