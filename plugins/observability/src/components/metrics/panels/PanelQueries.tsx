import { Link } from '@backstage/ui';
import { CopyButton, visibleText } from '@internal/page-kit';
import styles from './panels.module.css';

/** What the store was asked for a panel, to read, copy, and change. */
export function PanelQueries(props: {
  title: string;
  queries: readonly string[];
  linkTo: (query: string) => string;
}) {
  const { title, queries, linkTo } = props;
  const numbered = (what: string, index: number) =>
    queries.length > 1 ? `${what} ${index + 1}` : what;
  return (
    <details className={styles.more}>
      <summary>{queries.length > 1 ? 'Queries' : 'Query'}</summary>
      <ul className={styles.queries} aria-label={`Queries of ${title}`}>
        {queries.map((query, index) => (
          <li key={query}>
            <code>{visibleText(query)}</code>
            <div className={styles.actions}>
              <CopyButton
                text={query}
                what={numbered(`the query of ${title}`, index)}
              />
              <Link
                href={linkTo(query)}
                aria-label={numbered(`Open in the query box: ${title}`, index)}
              >
                Open in the query box
              </Link>
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}
