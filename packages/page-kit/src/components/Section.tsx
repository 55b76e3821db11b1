import { Card, CardBody, Text } from '@backstage/ui';
import { ReactNode, useId } from 'react';
import styles from './components.module.css';

/** A card with a heading that names it for screen readers and for jumping by heading. */
export function Section(props: {
  title: string;
  /** What stands beside the heading, e.g. a count or a button. */
  aside?: ReactNode;
  children: ReactNode;
}) {
  const { title, aside, children } = props;
  const headingId = useId();
  return (
    <section aria-labelledby={headingId} className={styles.section}>
      <Card>
        <CardBody className={styles.body}>
          <div className={styles.sectionHeader}>
            <Text as="h3" variant="title-x-small" weight="bold" id={headingId}>
              {title}
            </Text>
            {aside}
          </div>
          {children}
        </CardBody>
      </Card>
    </section>
  );
}
