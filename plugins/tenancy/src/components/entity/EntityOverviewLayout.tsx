import {
  EntityOrphanWarning,
  EntityProcessingErrorsPanel,
  EntitySwitch,
  hasCatalogProcessingErrors,
  isOrphan,
} from '@backstage/plugin-catalog';
import { EntityContentLayoutProps } from '@backstage/plugin-catalog-react/alpha';
import { EntityFlagBanner } from './EntityFlagBanner';
import { HiddenRelationsNote } from './HiddenRelationsNote';
import styles from './entity.module.css';

/**
 * The overview of an entity: warnings over the whole width, then the cards, with
 * those of type `info` at the side, on a phone first.
 */
export function EntityOverviewLayout(props: EntityContentLayoutProps) {
  const cardsOf = (isInfo: boolean) =>
    props.cards
      .filter(({ type }) => (type === 'info') === isInfo)
      .map(({ element }, index) => (
        <div key={element.key ?? index} className={styles.card}>
          {element}
        </div>
      ));
  const info = cardsOf(true);
  return (
    <>
      <div className={styles.warnings}>
        <EntityFlagBanner />
        <EntitySwitch>
          <EntitySwitch.Case if={isOrphan}>
            <EntityOrphanWarning />
          </EntitySwitch.Case>
        </EntitySwitch>
        <EntitySwitch>
          <EntitySwitch.Case if={hasCatalogProcessingErrors}>
            <EntityProcessingErrorsPanel />
          </EntitySwitch.Case>
        </EntitySwitch>
      </div>
      <div className={styles.cards} data-with-info={info.length > 0}>
        <div className={styles.info}>{info}</div>
        <div className={styles.content}>
          {cardsOf(false)}
          <HiddenRelationsNote />
        </div>
      </div>
    </>
  );
}
