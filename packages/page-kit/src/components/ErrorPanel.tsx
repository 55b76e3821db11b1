import { Button, ButtonLink } from '@backstage/ui';
import { describeError } from '../lib/describeError';
import { visibleText } from '../lib/untrusted';
import { Notice } from './Notice';

/** What went wrong, in words, with what to do about it. @public */
export function ErrorPanel(props: {
  error: Error;
  /** What could not be done: "The list could not be loaded". */
  what: string;
  onRetry?: () => void;
  /** What the plugin says about its own reason codes. */
  explanations?: Record<string, string>;
  /** Where a reader who was denied finds out what is theirs. */
  accessHref?: string;
}) {
  const { error, what, onRetry, explanations, accessHref } = props;
  const { explanation, retryable, denied } = describeError(error, explanations);
  const actions = (
    <>
      {retryable && onRetry && (
        <Button size="small" variant="secondary" onPress={onRetry}>
          Try again
        </Button>
      )}
      {denied && accessHref && (
        <ButtonLink size="small" variant="secondary" href={accessHref}>
          My access
        </ButtonLink>
      )}
    </>
  );
  return (
    <Notice
      role="alert"
      status="danger"
      title={what}
      description={visibleText(explanation)}
      customActions={
        (retryable && onRetry) || (denied && accessHref) ? actions : undefined
      }
    />
  );
}
