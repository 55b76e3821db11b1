import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Investigation } from '@internal/plugin-rca-common';
import { useCallback, useState } from 'react';
import { EmptyPanel, Section } from '@internal/page-kit';
import {
  PagedInvestigations,
  useInvestigationList,
} from '../../hooks/useInvestigationList';
import { useStart } from '../../hooks/useStart';
import { namespaceOf } from '../../lib/namespaceOf';
import { RcaErrorPanel } from '../common/RcaErrorPanel';
import { AnalyzeForm } from '../investigation/AnalyzeForm';
import { InvestigationView } from '../investigation/InvestigationView';
import { InvestigationList } from '../list/InvestigationList';
import styles from './entity.module.css';

const PAGE_SIZE = 10;

/** The Root cause tab: analyse now, the latest result, and the earlier ones. */
export function EntityRootCauseContent() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const list = useInvestigationList({ entityRef, limit: PAGE_SIZE });
  const [started, setStarted] = useState<Investigation>();
  const { reload } = list;

  const show = useCallback(
    (investigation: Investigation) => {
      setStarted(investigation);
      reload();
    },
    [reload],
  );
  const { start, starting, error } = useStart(show);
  const firstPage = list.page === 1 ? list.value : undefined;
  const [latest, setLatest] = useState<string>();
  const shown = started?.id ?? firstPage?.items[0]?.id ?? latest;
  if (shown !== latest) {
    // Kept while the list below shows older pages.
    setLatest(shown);
  }

  return (
    <div className={styles.content}>
      <div className={styles.toolbar}>
        <AnalyzeForm
          pending={starting}
          onAnalyze={last => start({ entityRef, timeRange: { last } })}
        />
      </div>
      {error && (
        <RcaErrorPanel
          error={error}
          what="The analysis could not be started"
          namespace={namespaceOf(entity)}
        />
      )}
      {shown && (
        <InvestigationView
          key={shown}
          id={shown}
          withPermalink
          onStarted={show}
        />
      )}
      <EarlierAnalyses list={list} shown={shown} />
    </div>
  );
}

function EarlierAnalyses(props: {
  list: PagedInvestigations;
  shown: string | undefined;
}) {
  const { list, shown } = props;
  const earlier = list.value && {
    ...list.value,
    items: list.value.items.filter(({ id }) => id !== shown),
  };
  const none = list.page === 1 && earlier?.items.length === 0;
  if (none && shown) {
    return null;
  }
  return (
    <Section title={shown ? 'Earlier analyses' : 'Analyses'}>
      <InvestigationList
        list={{ ...list, value: earlier }}
        empty={
          <EmptyPanel title="Not analysed yet">
            Choose Analyze to find out why this component misbehaves. It reads
            the state of its pods, its logs, its metrics and recent changes, and
            takes a few seconds.
          </EmptyPanel>
        }
      />
    </Section>
  );
}
