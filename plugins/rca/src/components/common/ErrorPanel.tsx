import { Button } from '@backstage/ui';
import { describeError } from '../../lib/errors';
import { Notice } from './Notice';

/** What went wrong, in words, with what to do about it. */
export function ErrorPanel(props: {
  error: Error;
  /** What could not be done: "The list could not be loaded". */
  what: string;
  onRetry?: () => void;
}) {
  const { error, what, onRetry } = props;
  const { explanation, retryable } = describeError(error);
  return (
    <Notice
      role="alert"
      status="danger"
      title={what}
      description={explanation}
      customActions={
        retryable && onRetry ? (
          <Button size="small" variant="secondary" onPress={onRetry}>
            Try again
          </Button>
        ) : undefined
      }
    />
  );
}
