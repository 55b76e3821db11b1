import { Button } from '@backstage/ui';
import styles from './components.module.css';

/** Buttons to the pages before and after; nothing where one page is all. @public */
export function Pager(props: {
  pages: {
    page: number;
    onNextPage?: () => void;
    onPreviousPage?: () => void;
  };
  /** "Pages of analyses". */
  label: string;
  previous?: string;
  next?: string;
}) {
  const { pages, label, previous = 'Previous', next = 'Next' } = props;
  const { page, onNextPage, onPreviousPage } = pages;
  if (!onNextPage && !onPreviousPage) {
    return null;
  }
  return (
    <nav className={styles.pager} aria-label={label}>
      <Button
        variant="secondary"
        isDisabled={!onPreviousPage}
        onPress={onPreviousPage}
      >
        {previous}
      </Button>
      <span className={styles.muted}>Page {page}</span>
      <Button variant="secondary" isDisabled={!onNextPage} onPress={onNextPage}>
        {next}
      </Button>
    </nav>
  );
}
