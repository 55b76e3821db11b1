import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef, useEntity } from '@backstage/plugin-catalog-react';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useLoad } from '@internal/page-kit';
import { count } from '../../lib/words';
import styles from './entity.module.css';

/** More than this are not looked up, as in the stock page. */
const MAX_RELATIONS = 1_000;

/** How many related entities the reader cannot see; never which. */
export function HiddenRelationsNote() {
  const { entity } = useEntity();
  const catalogApi = useApi(catalogApiRef);
  const refs = [
    ...new Set((entity.relations ?? []).map(({ targetRef }) => targetRef)),
  ];
  const { value: hidden = 0 } = useLoad({
    key: `${stringifyEntityRef(entity)} ${refs.join(' ')}`,
    load: async () => {
      if (refs.length === 0 || refs.length > MAX_RELATIONS) {
        return 0;
      }
      const { items } = await catalogApi.getEntitiesByRefs({
        entityRefs: refs,
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
      });
      return items.filter(item => item === undefined).length;
    },
  });
  return hidden > 0 ? (
    <p className={styles.note}>
      {count(hidden, 'related entity', 'related entities')}{' '}
      {hidden === 1 ? 'is' : 'are'} not shown: of other teams, or not in the
      catalog.
    </p>
  ) : null;
}
