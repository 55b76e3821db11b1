import { Button } from '@backstage/ui';
import { CopyButton, Notice, visibleText } from '@internal/page-kit';
import { AccessKeyWithSecret } from '@internal/plugin-tenancy-common';
import styles from './keys.module.css';

/** The secret of a key, which is seen here and never again. */
export function KeySecretNotice(props: {
  fresh: AccessKeyWithSecret;
  onDone: () => void;
}) {
  const { key, secret } = props.fresh;
  return (
    <Notice
      role="status"
      status="success"
      title={`The secret of ${visibleText(key.name)}`}
      description={
        <div className={styles.secret}>
          <p>
            Copy it now: it is not stored and cannot be shown again. Whoever has
            it reads what the key may read.
          </p>
          <code>{secret}</code>
          <div className={styles.buttons}>
            <CopyButton text={secret} what="the secret" />
            <Button size="small" variant="tertiary" onPress={props.onDone}>
              I have stored it
            </Button>
          </div>
        </div>
      }
    />
  );
}
