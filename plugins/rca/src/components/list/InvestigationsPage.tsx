import { Button, Card, CardBody, Container, Select } from '@backstage/ui';
import {
  InvestigationState,
  Verdict,
  verdicts,
} from '@internal/plugin-rca-common';
import { useSearchParams } from 'react-router-dom';
import { EmptyPanel } from '@internal/page-kit';
import { useInvestigationList } from '../../hooks/useInvestigationList';
import { stateLabels, verdictLabels } from '../../lib/words';
import { InvestigationList } from './InvestigationList';
import styles from './list.module.css';

const PAGE_SIZE = 20;
const ANY = 'any';

const verdictOptions = [
  { id: ANY, label: 'Any verdict' },
  ...verdicts.map(id => ({ id, label: verdictLabels[id].word })),
];
const stateOptions = [
  { id: ANY, label: 'Any state' },
  ...Object.entries(stateLabels).map(([id, { word }]) => ({ id, label: word })),
];

/** `/rca`: what was analysed in the namespaces of the reader, newest first. */
export function InvestigationsPage() {
  // Filters live in the address, so that a filtered list can be shared.
  const [search, setSearch] = useSearchParams();
  const verdict = search.get('verdict');
  const state = search.get('state');
  const list = useInvestigationList({
    verdict: (verdict as Verdict) ?? undefined,
    state: (state as InvestigationState) ?? undefined,
    limit: PAGE_SIZE,
  });
  const filtered = verdict !== null || state !== null;

  const choose = (name: string, value: unknown) =>
    setSearch(
      before => {
        const after = new URLSearchParams(before);
        if (value === ANY) {
          after.delete(name);
        } else {
          after.set(name, String(value));
        }
        return after;
      },
      { replace: true },
    );

  return (
    <Container pt="4" pb="8">
      <div className={styles.filters}>
        <Select
          aria-label="Verdict"
          options={verdictOptions}
          value={verdict ?? ANY}
          onChange={key => choose('verdict', key)}
        />
        <Select
          aria-label="State"
          options={stateOptions}
          value={state ?? ANY}
          onChange={key => choose('state', key)}
        />
        {filtered && (
          <Button variant="tertiary" onPress={() => setSearch({})}>
            Clear filters
          </Button>
        )}
      </div>
      <Card>
        <CardBody>
          <InvestigationList
            list={list}
            withEntity
            empty={
              filtered ? (
                <EmptyPanel title="No analysis matches">
                  Clear the filters to see all analyses of your namespaces.
                </EmptyPanel>
              ) : (
                <EmptyPanel title="No analyses yet">
                  Analyses of your namespaces appear here. Open a component in
                  the catalog and choose Analyze on its Root cause tab.
                </EmptyPanel>
              )
            }
          />
        </CardBody>
      </Card>
    </Container>
  );
}
