import { Text } from '@backstage/ui';
import { ReactNode } from 'react';
import styles from './components.module.css';

/** Says what would appear here and how to get it. */
export function EmptyPanel(props: { title: string; children: ReactNode }) {
  return (
    <div className={styles.empty}>
      <Text as="p" variant="body-large" weight="bold">
        {props.title}
      </Text>
      <p className={styles.muted}>{props.children}</p>
    </div>
  );
}
