import { Alert, AlertProps } from '@backstage/ui';
import styles from './components.module.css';

/** An alert whose button goes below the text where there is no room beside it. */
export function Notice(props: Omit<AlertProps, 'className' | 'icon'>) {
  return <Alert {...props} icon className={styles.notice} />;
}
