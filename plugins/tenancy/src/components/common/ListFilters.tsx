import { Button, SearchField, Select } from '@backstage/ui';
import { useListFilter } from '../../hooks/useListFilter';
import styles from './common.module.css';

const ANY = 'any';

/** A choice that narrows the list; `name` is its parameter in the address. */
export type FilterChoice = {
  name: string;
  label: string;
  /** What stands there while nothing is chosen: "Any cluster". */
  any: string;
  options: ReadonlyArray<{ id: string; label: string }>;
};

/** A choice among labelled states: "Any access", "Owner" and so on. */
export function labelChoice(
  choice: Pick<FilterChoice, 'name' | 'label' | 'any'>,
  labels: Record<string, { word: string }>,
): FilterChoice {
  const options = Object.entries(labels).map(([id, { word }]) => ({
    id,
    label: word,
  }));
  return { ...choice, options };
}

/** None where there is only one cluster: nothing would be left out. */
export function clusterChoices(
  clusters: ReadonlyArray<{ name: string; title: string }> = [],
): FilterChoice[] {
  const options = clusters.map(({ name, title }) => ({
    id: name,
    label: title,
  }));
  return options.length > 1
    ? [{ name: 'cluster', label: 'Cluster', any: 'Any cluster', options }]
    : [];
}

/** Search and choices above a list. */
export function ListFilters(props: {
  filter: ReturnType<typeof useListFilter>;
  searchLabel: string;
  choices: readonly FilterChoice[];
}) {
  const { filter, searchLabel, choices } = props;
  const filtered =
    filter.text !== '' || choices.some(({ name }) => filter.get(name));
  return (
    <div className={styles.filters} role="search" aria-label={searchLabel}>
      <SearchField
        aria-label={searchLabel}
        placeholder={searchLabel}
        size="small"
        value={filter.text}
        onChange={filter.setText}
      />
      {choices.map(({ name, label, any, options }) => (
        <Select
          key={name}
          aria-label={label}
          options={[{ id: ANY, label: any }, ...options]}
          value={filter.get(name) ?? ANY}
          onChange={key =>
            filter.set(name, key === ANY ? undefined : String(key))
          }
        />
      ))}
      {filtered && (
        <Button
          variant="tertiary"
          onPress={() => filter.clear(...choices.map(({ name }) => name))}
        >
          Clear filters
        </Button>
      )}
    </div>
  );
}
