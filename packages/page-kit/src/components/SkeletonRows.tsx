import { Skeleton, VisuallyHidden } from '@backstage/ui';
import styles from './components.module.css';

/** The shape of a list while it is loaded, and the words for it. @public */
export function SkeletonRows(props: {
  /** "Loading analyses". */
  label: string;
  rows?: number;
  height?: number;
}) {
  const { label, rows = 4, height = 56 } = props;
  return (
    <div aria-busy>
      <VisuallyHidden role="status">{label}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton
          key={row}
          width="100%"
          height={height}
          className={styles.skeleton}
        />
      ))}
    </div>
  );
}
