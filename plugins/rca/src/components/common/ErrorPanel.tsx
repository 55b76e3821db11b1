import { Alert, Button } from '@backstage/ui';
import { describeError } from '../../lib/errors';

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
    <Alert
      role="alert"
      status="danger"
      icon
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
