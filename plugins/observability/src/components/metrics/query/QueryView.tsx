import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import {
  CopyButton,
  EmptyPanel,
  Section,
  visibleText,
} from '@internal/page-kit';
import { MetricLanguage, Target } from '@internal/plugin-observability-common';
import { RiHistoryLine } from '@remixicon/react';
import { FormEvent, useEffect, useState } from 'react';
import { TimeWindow } from '../../../hooks/useTimeWindow';
import { MetricState } from '../useMetricState';
import { QueryAnswer } from './QueryAnswer';
import { recentQueries, rememberQuery } from './queryHistory';
import { QueryInput } from './QueryInput';
import styles from './query.module.css';

const LANGUAGES: Record<MetricLanguage, string> = {
  metricsql: 'MetricsQL',
  promql: 'PromQL',
};
const NO_LABELS: readonly string[] = [];

/** The reader's own expression, for what the panels do not show. */
export function QueryView(props: {
  target: Target;
  time: TimeWindow;
  state: MetricState;
}) {
  const { time, state } = props;
  const { entityRef, cluster, namespace, stores } = props.target;
  const target = { entityRef, cluster, namespace };
  const workload = `${cluster}/${namespace}/${entityRef}`;
  const [draft, setDraft] = useState(state.query);
  const [labels, setLabels] = useState(NO_LABELS);
  // Back, a link and the history change the address.
  useEffect(() => setDraft(state.query), [state.query]);

  const run = () => {
    const query = draft.trim();
    if (!query) {
      return;
    }
    rememberQuery(workload, query);
    if (query === state.query) {
      time.refresh();
    } else {
      state.setQuery(query);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run();
  };
  const recent = recentQueries(workload);
  return (
    <>
      <Section title="Query">
        <form className={styles.form} onSubmit={submit}>
          <QueryInput
            label={`Query in ${
              LANGUAGES[stores.metrics?.language ?? 'promql']
            }`}
            target={target}
            time={time}
            labels={labels}
            value={draft}
            onChange={setDraft}
            onRun={run}
          />
          <p className={styles.note}>
            Only series of {visibleText(namespace)} ({visibleText(cluster)})
            answer, whatever it says.
          </p>
          <div className={styles.buttons}>
            <Button
              size="small"
              variant="primary"
              type="submit"
              isDisabled={draft.trim() === ''}
            >
              Run
            </Button>
            {draft.trim() !== '' && (
              <CopyButton text={draft} what="the query" />
            )}
            {recent.length > 0 && (
              <MenuTrigger>
                <Button
                  size="small"
                  variant="tertiary"
                  iconStart={<RiHistoryLine />}
                >
                  Recent
                </Button>
                <Menu onAction={key => state.setQuery(recent[Number(key)])}>
                  {recent.map((query, index) => (
                    <MenuItem key={query} id={String(index)}>
                      {visibleText(query)}
                    </MenuItem>
                  ))}
                </Menu>
              </MenuTrigger>
            )}
          </div>
        </form>
      </Section>
      {state.query ? (
        <QueryAnswer
          target={target}
          query={state.query}
          time={time}
          onLabels={setLabels}
        />
      ) : (
        <EmptyPanel title="No query yet">
          A chart and the last values appear here. Each panel has its query
          under it, which makes a good beginning.
        </EmptyPanel>
      )}
    </>
  );
}
