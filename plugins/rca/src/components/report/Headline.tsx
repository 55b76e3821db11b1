import { Text } from '@backstage/ui';
import { visibleText } from '@internal/page-kit';
import { headline } from '../../lib/headline';
import styles from './report.module.css';

/** The sentence that says it all; names that are too long for a phone are a click away. */
export function Headline(props: { summary: string }) {
  const { text, fullNames } = headline(props.summary);
  return (
    <>
      <Text as="h2" variant="title-small" className={styles.summary}>
        {visibleText(text)}
      </Text>
      {fullNames.length > 0 && (
        <details className={styles.fold}>
          <summary>Full image names</summary>
          <ul className={styles.fullNames}>
            {fullNames.map(name => (
              <li key={name}>
                <code>{visibleText(name)}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
