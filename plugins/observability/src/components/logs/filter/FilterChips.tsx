import { Button, Tag, TagGroup } from '@backstage/ui';
import { visibleText } from '@internal/page-kit';
import { chipKey, chipText } from '../../../lib/logChips';
import { LogState } from '../useLogState';
import styles from './filter.module.css';

/** What narrows the logs, each with its way out. */
export function FilterChips(props: { state: LogState }) {
  const { chips, removeChip, clearChips } = props.state;
  if (chips.length === 0) {
    return null;
  }
  return (
    <div className={styles.chips}>
      <TagGroup
        aria-label="Filters"
        onRemove={keys =>
          chips
            .filter(chip => keys.has(chipKey(chip)))
            .forEach(chip => removeChip(chip))
        }
      >
        {chips.map(chip => {
          const text = visibleText(chipText(chip));
          return (
            <Tag
              key={chipKey(chip)}
              id={chipKey(chip)}
              textValue={text}
              className={styles.chip}
            >
              {text}
            </Tag>
          );
        })}
      </TagGroup>
      <Button size="small" variant="tertiary" onPress={clearChips}>
        Clear filters
      </Button>
    </div>
  );
}
